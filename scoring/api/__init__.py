"""The scoring room for programs."""
