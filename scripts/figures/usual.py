"""Outcomes of skin that are shown if nobody asks for others."""

OUTCOMES = ("net_collagen_change_papillary", "net_collagen_change_reticular", "net_collagen_change_mean",
            "neocollagenesis_index_mean", "collagen_ratio_peak", "elastin_change_final", "inflammation_auc",
            "myofibroblast_persistence", "reepithelialisation_t80")
# Of a sweep; a minus: the less the better.
GOALS = ("net_collagen_change_papillary", "net_collagen_change_reticular", "elastin_change_final", "-inflammation_auc")
