"""Second looks at what was recorded: surge alarms, and sample checks against the paper (PRODUCT, "Targets").

An alarm marks something for a look and never refuses it. May import what permits may.
"""
