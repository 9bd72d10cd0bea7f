"""Papers about a plan: the Director's report, a page a donor, a page an administration, dossiers.

None names an expert unless it is asked for.
"""
