"""Who signs in, in which role, and for which region they answer.

Four roles: participant, kelurahan officer, PGO official, administrator. An officer answers for one
kelurahan, a PGO official for a region at any level; who may do what stands in one table, `okoce.accounts.rights`.
May import okoce.regions and what lies below it.
"""
