"""Non-nominal data for ROCBs and RTCs: counts of their own region that point to nobody.

Source: policy HC0150Ea, ACE database ("only provided non-nominal data associated with their
region").
"""
