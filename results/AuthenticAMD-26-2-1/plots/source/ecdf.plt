# gnuplot -e "format='svg'" ecdf.plt (or png, pdf) draws ../ecdf.svg
file = "ecdf"
cpu = "AMD EPYC 26-2-1"
how = "lane user (a proxy), guest of KVM, 100 layouts"
unit = "core cycles (calibrated)"
array name[12]
array beyond[12]
array bug[12]
name[1] = "xstate-bv"
bug[1] = ""
beyond[1] = 0
name[2] = "v10-bitmap"
bug[2] = "clears nothing (bug as posted)"
beyond[2] = 0
name[3] = "merged-memset"
bug[3] = ""
beyond[3] = 0
name[4] = "unrolled"
bug[4] = ""
beyond[4] = 0
name[5] = "init-only"
bug[5] = ""
beyond[5] = 0
name[6] = "unrolled-cet"
bug[6] = ""
beyond[6] = 0
name[7] = "u64-mask-in-use"
bug[7] = ""
beyond[7] = 1
name[8] = "xrstor-init"
bug[8] = ""
beyond[8] = 1
name[9] = "u64-mask"
bug[9] = ""
beyond[9] = 0
name[10] = "unrolled-n"
bug[10] = ""
beyond[10] = 0
name[11] = "v10-bitmap-fixed"
bug[11] = ""
beyond[11] = 0
rows = 11
xmin = -1.2385
xmax = 43.6249
mask = "mpx"
content = "sse"
load "ecdf.gp"
