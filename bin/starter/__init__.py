"""Sets the product up and starts it: what bin/run, bin/test, bin/bench and bin/services share.

Only the standard library is used here, because this code runs before any package is installed.
Programs that need an installed package are separate small scripts in ``tools/``.
"""
