"""Tables, quote selection and (later) agreement and evaluation: pandas in, pandas out, no files."""
