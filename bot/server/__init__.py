"""The doors: typed requests and results, plain HTTP, what every response carries, the queue."""
