# gnuplot -e "format='svg'" temps.plt (or png, pdf) draws ../temps.svg
file = "temps"
load "words.gp"
cpu = word[1]
how = word[2]
unit = word[3]
source = word[4]
set ytics ()
set ytics add (tic(word[5]) 1)
set ytics add (tic(word[6])."\n " 2)
remark_at_1 = 2
remark_1 = word[7]
remarks = 1
set ytics add (tic(word[8]) 3)
set ytics add (tic(word[9]) 4)
set ytics add (tic(word[10]) 5)
set ytics add (tic(word[11]) 6)
set ytics add (tic(word[12]) 7)
set ytics add (tic(word[13]) 8)
set ytics add (tic(word[14]) 9)
set ytics add (tic(word[15]) 10)
set ytics add (tic(word[16]) 11)
set ytics add (tic(word[17]) 12)
set ytics add (tic(word[18]) 13)
set ytics add (tic(word[19])."\n " 14)
remark_at_2 = 14
remark_2 = word[20]
remarks = 2
set ytics add (tic(word[21]) 15)
set ytics add (tic(word[22]) 16)
set ytics add (tic(word[23]) 17)
set ytics add (tic(word[24]) 18)
set ytics add (tic(word[25]) 19)
set ytics add (tic(word[26]) 20)
set ytics add (tic(word[27]) 21)
set ytics add (tic(word[28]) 22)
array temp[5]
temp[1] = word[29]
temp[2] = word[30]
temp[3] = word[31]
temp[4] = word[32]
temp[5] = word[33]
xmin = 0.8000
xmax = 8221.4791
rows = 22
temps = 5
mask = word[34]
load "temps.gp"
