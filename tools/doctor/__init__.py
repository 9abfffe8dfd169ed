"""What is wrong with a computer, a cable, a board or what is on it: `galva doctor`."""
