// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "bench/lanes/kvm/state.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/xfeature.h"

#define MASK_AMX	(BIT_ULL(XFEATURE_XTILE_CFG) | BIT_ULL(XFEATURE_XTILE_DATA))
#define HEADER		512		/* XSTATE_BV, SDM vol. 1, 13.4.2 */
#define MXCSR		24
#define XMM		160
#define XMM_SIZE	256
#define WATCH_MS	10000

/* The components CET user and CET kernel as the MSRs that they hold (SDM vol. 1, 13.5.9). */
static const struct {
	uint32_t index;
	unsigned int xfeature;
	uint64_t value;
} cet_msrs[] = {
	{ 0x6a0, XFEATURE_CET_USER, 3 },		/* IA32_U_CET: SH_STK_EN, WR_SHSTK_EN */
	{ 0x6a7, XFEATURE_CET_USER, 0x7000 },		/* IA32_PL3_SSP */
	{ 0x6a4, XFEATURE_CET_KERNEL, 0x4000 },		/* IA32_PL0_SSP */
	{ 0x6a5, XFEATURE_CET_KERNEL, 0x5000 },
	{ 0x6a6, XFEATURE_CET_KERNEL, 0x6000 },
};

/* KVM's image: always the standard format. */
static size_t image_size(void)
{
	int size = ioctl(ib_kvm_device(), KVM_CHECK_EXTENSION, KVM_CAP_XSAVE2);

	return size > (int)sizeof(struct kvm_xsave) ? (size_t)size : sizeof(struct kvm_xsave);
}

static int get_image(struct ib_kvm_vcpu *vcpu, uint8_t *image)
{
	unsigned long request = image_size() > sizeof(struct kvm_xsave) ? KVM_GET_XSAVE2
									: KVM_GET_XSAVE;

	if (ioctl(vcpu->fd, request, image))
		return ib_kvm_fail("reading the guest's XSTATE: %s", strerror(errno));
	return 0;
}

struct area {
	uint8_t *at;
	uint32_t size;
};

static struct area component(const struct ib_xstate *x, uint8_t *image, unsigned int xfeature)
{
	if (xfeature == XFEATURE_FP)
		return (struct area){ image + 32, 128 };	/* the registers alone */
	if (xfeature == XFEATURE_SSE)
		return (struct area){ image + XMM, XMM_SIZE };
	if (xfeature == XFEATURE_PKRU)
		return (struct area){ image + x->geometry.offset[xfeature], 4 };
	return (struct area){ image + x->geometry.offset[xfeature], x->geometry.size[xfeature] };
}

static void fill(const struct ib_xstate *x, uint8_t *image, unsigned int xfeature)
{
	struct area a = component(x, image, xfeature);
	const uint64_t bndcsr[] = { 0x7001, 2 };	/* BNDCFGU enabled, BNDSTATUS */

	if (xfeature == XFEATURE_BNDCSR) {
		memcpy(a.at, bndcsr, sizeof(bndcsr));
		return;
	}
	for (uint32_t i = 0; i < a.size; i++)
		a.at[i] = (uint8_t)(17 * xfeature + i) | 1;
	/* Of a register's 16 bytes x87 has ten. */
	for (uint32_t i = 0; xfeature == XFEATURE_FP && i < a.size; i += 16)
		memset(a.at + i + 10, 0, 6);
}

int ib_kvm_state_fill(struct ib_kvm_vcpu *vcpu, const struct ib_xstate *x, uint64_t components)
{
	uint8_t *image = ib_calloc(1, image_size());
	const uint32_t mxcsr = 0x1f80;
	const uint16_t fcw = 0x37f;
	int ret = 0;

	memcpy(image, &fcw, sizeof(fcw));
	memcpy(image + MXCSR, &mxcsr, sizeof(mxcsr));
	memcpy(image + HEADER, &components, sizeof(components));
	for (unsigned int i = 0; i < XFEATURE_MAX; i++)
		if (components & ~BIT_ULL(XFEATURE_XTILE_CFG) & BIT_ULL(i))
			fill(x, image, i);
	if (components & BIT_ULL(XFEATURE_XTILE_CFG))
		*component(x, image, XFEATURE_XTILE_CFG).at = 1;	/* palette 1 */
	if (ioctl(vcpu->fd, KVM_SET_XSAVE, image))
		ret = ib_kvm_fail("KVM_SET_XSAVE of components 0x%llx: %s",
				  (unsigned long long)components, strerror(errno));
	free(image);
	return ret;
}

union msrs {
	struct kvm_msrs head;
	char room[sizeof(struct kvm_msrs) + ARRAY_SIZE(cet_msrs) * sizeof(struct kvm_msr_entry)];
};

static void list_msrs(union msrs *m)
{
	memset(m, 0, sizeof(*m));
	m->head.nmsrs = ARRAY_SIZE(cet_msrs);
	for (size_t i = 0; i < ARRAY_SIZE(cet_msrs); i++)
		m->head.entries[i].index = cet_msrs[i].index;
}

static int set_cet(struct ib_kvm_vcpu *vcpu)
{
	union msrs m;

	list_msrs(&m);
	for (size_t i = 0; i < ARRAY_SIZE(cet_msrs); i++)
		m.head.entries[i].data = cet_msrs[i].value;
	if (ioctl(vcpu->fd, KVM_SET_MSRS, &m) != ARRAY_SIZE(cet_msrs))
		return ib_kvm_fail("KVM_SET_MSRS of CET's MSRs: %s", strerror(errno));
	return 0;
}

int ib_kvm_state_use(struct ib_kvm_vcpu *vcpu, const struct ib_xstate *x, uint64_t components)
{
	uint64_t user = components & ~XFEATURE_MASK_CET;

	if (user && ib_kvm_state_fill(vcpu, x, user | BIT_ULL(XFEATURE_SSE)))
		return -1;
	return components & XFEATURE_MASK_CET ? set_cet(vcpu) : 0;
}

/* Sets @same and @zero to the components that are as they were filled, and that are zero. */
static int look_at_cet(struct ib_kvm_vcpu *vcpu, uint64_t *same, uint64_t *zero)
{
	union msrs m;

	list_msrs(&m);
	if (ioctl(vcpu->fd, KVM_GET_MSRS, &m) != ARRAY_SIZE(cet_msrs))
		return ib_kvm_fail("KVM_GET_MSRS of CET's MSRs: %s", strerror(errno));
	*same |= XFEATURE_MASK_CET;
	*zero |= XFEATURE_MASK_CET;
	for (size_t i = 0; i < ARRAY_SIZE(cet_msrs); i++) {
		if (m.head.entries[i].data != cet_msrs[i].value)
			*same &= ~BIT_ULL(cet_msrs[i].xfeature);
		if (m.head.entries[i].data)
			*zero &= ~BIT_ULL(cet_msrs[i].xfeature);
	}
	return 0;
}

static bool is_zero(struct area a)
{
	for (uint32_t i = 0; i < a.size; i++)
		if (a.at[i])
			return false;
	return true;
}

struct check {
	struct ib_kvm_vcpu *vcpu;
	const struct ib_xstate *x;
	uint64_t user;
	uint64_t supervisor;
	uint8_t *image;
	uint8_t *expected;
};

static int look(struct check *c, uint64_t *same, uint64_t *zero)
{
	*same = *zero = 0;
	if (get_image(c->vcpu, c->image))
		return -1;
	for (unsigned int i = 0; i < XFEATURE_MAX; i++) {
		struct area a = component(c->x, c->image, i);

		if (!(c->user & BIT_ULL(i)))
			continue;
		if (!memcmp(a.at, component(c->x, c->expected, i).at, a.size))
			*same |= BIT_ULL(i);
		if (is_zero(a))
			*zero |= BIT_ULL(i);
	}
	return c->supervisor ? look_at_cet(c->vcpu, same, zero) : 0;
}

/* After INIT and one instruction's exit: SDM vol. 3, table 10-1. */
static int check_registers(struct ib_kvm_vcpu *vcpu)
{
	struct kvm_sregs sregs;
	struct kvm_regs regs;

	if (ioctl(vcpu->fd, KVM_GET_REGS, &regs) || ioctl(vcpu->fd, KVM_GET_SREGS, &sregs))
		return ib_kvm_fail("reading the guest's registers: %s", strerror(errno));
	if (regs.rbx || regs.rcx || sregs.cs.selector != 0xf000 || sregs.cs.base != 0xffff0000 ||
	    (sregs.cr0 & 0x80000001))
		return ib_kvm_fail("the vCPU is not as INIT leaves it: rbx 0x%llx, cs 0x%x, cr0 0x%llx",
				   regs.rbx, sregs.cs.selector, sregs.cr0);
	return 0;
}

static int run_check(struct ib_kvm_vm *vm, struct check *c, struct ib_kvm_state *state)
{
	uint64_t same, zero;
	uint32_t starts;

	for (unsigned int i = 0; i < XFEATURE_MAX; i++)
		if (c->user & BIT_ULL(i))
			fill(c->x, c->expected, i);
	/* Two runs: the second counts in EBX, so that INIT has something to zero. */
	if (ib_kvm_run(c->vcpu, NULL, NULL) || ib_kvm_run(c->vcpu, NULL, NULL) ||
	    ib_kvm_state_fill(c->vcpu, c->x, c->user) || (c->supervisor && set_cet(c->vcpu)) ||
	    ib_kvm_run(c->vcpu, NULL, NULL) || look(c, &same, &zero))
		return -1;
	state->filled = same;
	starts = ib_kvm_starts(vm, c->vcpu);
	if (ib_kvm_send(vm, c->vcpu->id, IB_KVM_ICR_INIT) || ib_kvm_run(c->vcpu, NULL, NULL))
		return -1;
	if (ib_kvm_starts(vm, c->vcpu) != starts + 1)
		return ib_kvm_fail("an INIT was sent, but the vCPU did not take it");
	if (check_registers(c->vcpu) || look(c, &same, &zero))
		return -1;
	state->cleared = state->filled & zero;
	state->changed = state->filled & ~zero & ~same;
	return 0;
}

static void name_components(char *note, size_t size, const char *what, uint64_t components)
{
	char *names = ib_xfeature_names(components);

	snprintf(note, size, "INIT %s %s", what, names);
	free(names);
}

enum ib_oracle ib_kvm_state_judge(const struct ib_kvm_state *state, uint64_t must, char *note,
				  size_t size)
{
	uint64_t left = must & state->filled & ~state->cleared, more = state->cleared & ~must;

	if (state->changed)
		name_components(note, size, "changed, and did not clear,", state->changed);
	else if (more)
		name_components(note, size, "cleared what it has to keep:", more);
	else if (left)
		name_components(note, size, "did not clear", left);
	else
		return IB_ORACLE_OK;
	return state->changed || more ? IB_ORACLE_WRONG : IB_ORACLE_PARTIAL;
}

int ib_kvm_state_check(const struct ib_xstate *x, uint64_t supported_xcr0, uint64_t supported_xss,
		       struct ib_kvm_state *state)
{
	struct check c = {
		.x = x,
		.user = supported_xcr0 & ~MASK_AMX & (BIT_ULL(XFEATURE_MAX) - 1),
		.supervisor = supported_xss & XFEATURE_MASK_CET,
		.image = ib_calloc(1, image_size()),
		.expected = ib_calloc(1, image_size()),
	};
	struct ib_kvm_vm vm;
	int ret = -1;

	if (ib_kvm_vm_open(&vm, IB_KVM_COUNT, 0))
		goto out;
	c.vcpu = ib_kvm_vcpu_add(&vm);
	if (c.vcpu && !ib_kvm_watch(c.vcpu, WATCH_MS))
		ret = run_check(&vm, &c, state);
	ib_kvm_unwatch();
	ib_kvm_vm_close(&vm);
out:
	free(c.image);
	free(c.expected);
	return ret;
}
