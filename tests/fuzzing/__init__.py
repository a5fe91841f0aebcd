"""Whatever can be sent is sent to every form, address and file: never an error of the portal, never half a deed.

FUZZ=20 tries twenty times as much; HYPOTHESIS_PROFILE=search other examples on every run (docs/faults.md).
"""
