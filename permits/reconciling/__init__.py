"""Reconciliation (*rekonsiliasi*) with the licensing office's register of issued permits (PRODUCT, "Reconciliation").

`staging` takes a file in, `matching` compares its rows with our permits in slices that survive a restart, `result` says
theirs, ours and what lies between them, `settling` works through what differs. May import what permits may.
"""
