# Times scikit-learn's KMeans(n_init=10) on data that the benchmark gives. One line in: file rows columns clusters repeats [random_state];
# one line out: inertia, median seconds, iterations of the best start. The file holds little-endian doubles, row by row.
import statistics
import sys
import time

import numpy
import sklearn
from sklearn.cluster import KMeans

print("scikit-learn", sklearn.__version__, flush=True)
for line in sys.stdin:
    path, rows, columns, clusters, repeats, *state = line.rstrip("\n").split("\t")
    points = numpy.fromfile(path).reshape(int(rows), int(columns))
    times = []
    for _ in range(int(repeats)):
        before = time.perf_counter()
        model = KMeans(n_clusters=int(clusters), n_init=10, random_state=int(state[0]) if state else 0).fit(points)
        times.append(time.perf_counter() - before)
    print(repr(float(model.inertia_)), statistics.median(times), model.n_iter_, flush=True)
