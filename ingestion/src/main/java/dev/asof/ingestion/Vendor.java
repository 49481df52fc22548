package dev.asof.ingestion;

import java.util.List;

/**
 * A source of files, found by {@link java.util.ServiceLoader}: a new one is a class of this kind
 * and a line in {@code META-INF/services}, in this project or in a jar of its own.
 */
public interface Vendor {
  /** Who it is, for example {@code State Street}. */
  String name();

  /** The formats of its files. */
  List<VendorFormat> formats();
}
