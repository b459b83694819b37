# SPDX-License-Identifier: GPL-2.0-only
# initbench: what each way of zeroing XSTATE components on INIT costs.
# `make help` lists the targets.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all

CC      ?= gcc
CFLAGS  ?= -O2 -g
PREFIX  ?= /usr/local
B       := build
VERSION := 0.1.0

LIBPERF := $(shell scripts/libperf --print-prefix 2>/dev/null)

WARN     := -Wall -Wextra -Wmissing-prototypes -Wstrict-prototypes -Wno-unused-parameter
INCLUDES := -I. -I$(B) -isystem $(LIBPERF)/include
LIBS     := json-c gsl libelf
CPPFLAGS += -D_GNU_SOURCE $(INCLUDES) $(shell pkg-config --cflags $(LIBS) 2>/dev/null)
LDLIBS   := $(LIBPERF)/lib/libperf.a $(LIBPERF)/lib/libapi.a -lpfm \
            $(shell pkg-config --libs $(LIBS) 2>/dev/null) -lm

# The code under study and what it stands on is compiled as a kernel module
# would be (general registers only, kernel-like code model and stack
# protector) and linked into one relocatable object, which the driver loads
# function by function at random places: see bench/layout.c.
BLOB_CFLAGS := -O2 -std=gnu11 -fno-pic -fno-pie -mcmodel=small -mno-red-zone \
               -mgeneral-regs-only -fno-strict-aliasing -fno-jump-tables \
               -fno-delete-null-pointer-checks -fno-common -ffreestanding \
               -fstack-protector-strong -fcf-protection=none \
               -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections

VARIANT_SRC := $(wildcard variants/*.c)
BLOB_SRC    := $(VARIANT_SRC) $(wildcard bench/blob/*.c)
BLOB_OBJ    := $(BLOB_SRC:%.c=$(B)/blob/%.o)
PROG_SRC    := $(wildcard bench/*.c analysis/*.c)
PROG_OBJ    := $(PROG_SRC:%.c=$(B)/%.o) $(B)/bench/embed.o
LIB_OBJ     := $(filter-out $(B)/bench/main.o,$(PROG_OBJ))
TESTS       := $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/test_*.c))

## all: build the program, build/initbench
all: $(B)/initbench

$(B)/initbench: $(PROG_OBJ)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# For the guests of scripts/vm: one file, nothing else needed there.
$(B)/initbench-static: $(PROG_OBJ)
	$(CC) $(CFLAGS) $(LDFLAGS) -static -o $@ $^ $(LDLIBS) \
		$(shell pkg-config --static --libs $(LIBS) 2>/dev/null)

$(B)/blob/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(WARN) $(BLOB_CFLAGS) -I. -MMD -MP -c -o $@ $<

$(B)/variants.o: $(BLOB_OBJ)
	$(LD) -r -o $@ $^

$(B)/bench/embed.o: bench/embed.S $(B)/variants.o
	@mkdir -p $(@D)
	$(CC) -DBLOB='"$(B)/variants.o"' -c -o $@ $<

$(B)/%.o: %.c $(B)/version.h
	@mkdir -p $(@D)
	$(CC) $(WARN) $(CFLAGS) $(CPPFLAGS) -std=gnu11 -MMD -MP -c -o $@ $<

# Rewritten only when it changes, so that a commit does not rebuild the world.
$(B)/version.h: FORCE
	@mkdir -p $(@D)
	@scripts/version-header '$(VERSION)' '$(CC)' '$(CFLAGS)' '$(BLOB_CFLAGS)' > $@.new
	@cmp -s $@ $@.new || mv $@.new $@; rm -f $@.new

$(B)/tests/%: tests/%.c $(LIB_OBJ)
	@mkdir -p $(@D)
	$(CC) $(WARN) $(CFLAGS) $(CPPFLAGS) -std=gnu11 -o $@ $^ -lcmocka $(LDLIBS)

## check-stats: false positives and power of compare in simulated noise
check-stats: $(B)/tests/test_stats_sim
	$< --full
.PHONY: check-stats

## clean: remove everything built
clean:
	rm -rf $(B)

## help: this list
help:
	@sed -n 's/^## \([^:]*\): /\1\t/p' $(MAKEFILE_LIST) | expand -t 18

FORCE:
.PHONY: all clean help FORCE
-include $(shell find $(B) -name '*.d' 2>/dev/null)
