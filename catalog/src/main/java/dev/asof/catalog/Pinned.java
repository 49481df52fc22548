package dev.asof.catalog;

import dev.asof.api.DataRef;
import dev.asof.api.PointInTime;

/**
 * A version that a point in time turned out to mean.
 *
 * @param version the version
 * @param asOf the point as results name it: the release where a tag's name is a release's
 */
record Pinned(Version version, PointInTime asOf) {
  DataRef ref() {
    return version.ref(asOf);
  }
}
