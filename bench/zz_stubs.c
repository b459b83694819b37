int cmd_plot(int c, char **v);int cmd_plot(int c, char **v){return 2;}
int cmd_report(int c, char **v);int cmd_report(int c, char **v){return 2;}
