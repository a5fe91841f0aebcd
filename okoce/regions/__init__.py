"""The administrative tree of Jakarta: province, cities, kecamatan, kelurahan.

A region is known by its Ministry of Home Affairs code; its descendants are exactly the codes it is a
prefix of. The tree changes once in years, so each process keeps it in memory (`okoce.regions.tree`).
May import okoce.ui and what lies below it.
"""
