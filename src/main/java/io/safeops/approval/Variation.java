package io.safeops.approval;

import java.util.List;

/** What may differ between an approval and a run. Nothing else may. */
public sealed interface Variation permits Variation.RowUuid, Variation.PortChassis {

  /**
   * The {@code _uuid} of a row that was made again. Things are bound by their names and their
   * content, and a reference to a row by the row's name, so this always may.
   */
  record RowUuid() implements Variation {}

  /**
   * The chassis of a logical port.
   *
   * @param port its name
   * @param nodes where it may be, at least two, sorted
   */
  record PortChassis(String port, List<String> nodes) implements Variation {
    public PortChassis {
      nodes = nodes.stream().sorted().distinct().toList();
      if (nodes.size() < 2) {
        throw new IllegalArgumentException("port " + port + " may move between two nodes or more");
      }
    }
  }
}
