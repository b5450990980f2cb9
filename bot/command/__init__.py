"""The command line: sources opened, commands run, answers and figures printed."""
