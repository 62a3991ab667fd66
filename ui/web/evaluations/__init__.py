"""Reports of evaluations on the page: what there are, and each as it was written."""
