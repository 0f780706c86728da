package io.safeops.run.execute;

import io.safeops.facts.model.Cluster;
import io.safeops.paths.model.Path;
import io.safeops.paths.trace.PathTraces;
import io.safeops.paths.trace.Traced;
import io.safeops.paths.trace.TracedPath;
import io.safeops.session.PacketTracer;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Packets that are traced for some of a list of paths. Paths are named by their places in the list,
 * which are the same for every picture of the cluster.
 */
final class ChosenPackets {

  private final PathTraces traces;
  private final Map<Path, Integer> places;

  private ChosenPackets(PathTraces traces, Map<Path, Integer> places) {
    this.traces = traces;
    this.places = places;
  }

  /**
   * @param paths all paths of the cluster
   * @param places of those that may be traced; one of each class is
   */
  static ChosenPackets of(List<Path> paths, Collection<Integer> places, Cluster cluster) {
    // Two paths of a list may be equal; each has its own place.
    Map<Path, Integer> chosen = new IdentityHashMap<>();
    places.forEach(place -> chosen.put(paths.get(place), place));
    return new ChosenPackets(PathTraces.of(paths, chosen::containsKey, cluster), chosen);
  }

  /** The packets, by the places of their paths. */
  Map<Integer, TracedPath> packets() {
    Map<Integer, TracedPath> packets = new TreeMap<>();
    for (TracedPath each : traces.traced()) {
      Integer place = places.get(each.path());
      if (place != null) {
        packets.put(place, each);
      }
    }
    return packets;
  }

  /** What became of them, and which paths could not be traced, by their places. */
  Map<Integer, Traced> traced(PacketTracer tracer) throws InterruptedException {
    Map<Integer, Traced> all = new TreeMap<>();
    for (Traced each : tracer.trace(traces)) {
      Integer place = places.get(each.path());
      if (place != null) {
        all.put(place, each);
      }
    }
    return all;
  }
}
