"""Weights of the story scorer, written by eval/train_stories.py.

Learned from 1,478 labelled articles (US politics, 2012 to 2018) in a stream of 20,753:
events of AllSides roundups joined to dated full texts of Article-Bias-Prediction. Only
nine numbers are kept, no text. In that set no story has two articles of one publisher
and none more than three articles: neither is a feature.
"""

WEIGHTS = (
    -4.4853,  # centroid
    10.5990,  # best
    9.0380,  # second
    3.9732,  # headline
    0.0000,  # tags
    -9.2202,  # gap
    -1.5445,  # rare
    -2.0363,  # covered
)
BIAS = -1.4549
