"""Norwegian: the lexicon, normal forms, compounds, bokmål or nynorsk, and the spaCy pipelines."""
