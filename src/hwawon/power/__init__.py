"""The machine that paints, switched on and off: states, drivers, idle stop."""
