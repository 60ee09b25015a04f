"""Weights of the story scorer, written by eval/train_stories.py.

WEIGHTS: learned from 1,478 labelled articles (US politics, 2012 to 2018) in a stream of
20,753: events of AllSides roundups joined to dated full texts of Article-Bias-Prediction.
In that set no story has two articles of one publisher and none more than three: neither
is a feature.
HEADLINE_WEIGHTS: learned from 3,059 headlines of 37 stories of the UCI News Aggregator
(2014, business, entertainment, health, technology), without their times, which follow the
crawl; the weight of the gap is the one above.
Only numbers are kept, no text.
"""

WEIGHTS = (
    -4.3800,  # centroid
    10.5548,  # best
    8.4952,  # second
    4.0033,  # headline
    0.0000,  # tags
    -9.2197,  # gap
    -1.4414,  # rare
    -1.6756,  # covered
)
BIAS = -1.5065

HEADLINE_WEIGHTS = (
    14.0876,  # centroid
    -4.1698,  # best
    3.9291,  # second
    14.9958,  # headline
    0.0000,  # tags
    -9.2197,  # gap
    2.7833,  # rare
    -2.7373,  # covered
)
HEADLINE_BIAS = -3.4015
