"""Plainly invented names: a tree and a mineral; no real person is called that."""

from planner.sample.text import words

_TREES = words(
    "Acacia Alder Almond Aspen Bamboo Banyan Baobab Beech Birch Boxwood Cedar Chestnut Cork "
    "Cypress Ebony Elder Elm Eucalyptus Fig Fir Gorse Gum Hawthorn Hemlock Hickory Hornbeam "
    "Juniper Larch Lime Mahogany Mango Mangrove Maple Mulberry Oak Palm Papaya Pear Pine "
    "Plane Plum Poplar Quince Redwood Sandal Spruce Sumac Sycamore Tamarisk Teak Walnut "
    "Willow Yew"
)
_MINERALS = words(
    "Agate Alabaster Azurite Barite Basalt Bauxite Bismuth Borax Calcite Chalk Chert Cinnabar "
    "Cobalt Copper Corundum Diorite Dolomite Feldspar Flint Fluorite Gabbro Galena Gneiss "
    "Granite Graphite Gypsum Halite Hematite Kaolin Limestone Magnetite Malachite Marble Mica "
    "Obsidian Olivine Onyx Porphyry Pumice Pyrite Quartz Rutile Sandstone Schist Serpentine "
    "Slate Talc Topaz Tuff Zircon"
)


def invented_name(index: int) -> str:
    """The name of the expert with this index (from 0); all names differ."""
    trees, minerals = len(_TREES), len(_MINERALS)
    turn = index // (trees * minerals)
    # 53 and 50 have no common factor, nor have 7 and 50: every pair comes before one comes back.
    tree, mineral = _TREES[index % trees], _MINERALS[7 * index % minerals]
    return f"{tree} {mineral}" if turn == 0 else f"{tree} {mineral} {turn + 1}"
