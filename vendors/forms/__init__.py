"""Shapes of this room's input; rules that need other rows stand in the verbs."""
