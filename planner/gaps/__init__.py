"""Gaps of the expert pool: who else would deliver more missions or replace externals, by solving.

Source: policy HC0150Ea, WCO Accreditation Process (workshops bring new experts) and Mobilization
Process (external experts "as a last resort").
"""
