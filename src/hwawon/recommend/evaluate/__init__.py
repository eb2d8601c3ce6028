"""How good the choice of pictures is: measures, intervals, fair splits, and what the log says of other ways."""
