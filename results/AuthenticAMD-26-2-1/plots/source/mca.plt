# gnuplot -e "format='svg'" mca.plt (or png, pdf) draws ../mca.svg
file = "mca"
cpu = "Predicted cycles of the clear"
set xtics ()
set ytics ()
set ytics add ("xstate-bv" 1)
set ytics add ("v10-bitmap\n{/*0.7 clears nothing (bug as posted)}" 2)
set ytics add ("merged-memset" 3)
set ytics add ("unrolled" 4)
set ytics add ("init-only" 5)
set ytics add ("unrolled-cet" 6)
set ytics add ("u64-mask" 7)
set ytics add ("xrstor-init" 8)
set ytics add ("v10-bitmap-fixed" 9)
set ytics add ("u64-mask-in-use" 10)
set ytics add ("unrolled-n" 11)
rows = 11
set xtics add ("Zen 1" 1)
set xtics add ("Zen 2" 2)
set xtics add ("Zen 3" 3)
set xtics add ("Zen 4" 4)
set xtics add ("Skylake" 5)
set xtics add ("Skylake-X" 6)
set xtics add ("Ice Lake" 7)
set xtics add ("Alder Lake P" 8)
set xtics add ("Sapphire Rapids" 9)
set xtics add ("Lunar Lake P" 10)
set xtics add ("Silvermont" 11)
models = 11
mask = "mpx"
llvm = "22.1.8"
traced = "AMD EPYC"
load "mca.gp"
