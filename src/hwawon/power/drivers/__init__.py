"""The ways of switching a machine."""
