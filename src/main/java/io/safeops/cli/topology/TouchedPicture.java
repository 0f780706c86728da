package io.safeops.cli.topology;

import io.safeops.action.Refused;
import io.safeops.cli.topology.Topology.Bridge;
import io.safeops.cli.topology.Topology.Chassis;
import io.safeops.cli.topology.Topology.Gateway;
import io.safeops.cli.topology.Topology.Tunnel;
import io.safeops.document.SecretMask;
import io.safeops.facts.model.Cluster;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.paths.verdict.PathCut;
import io.safeops.review.Review;
import io.safeops.review.StepReview;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The part of a cluster that the steps of a plan touch, before the plan and after its last step, as
 * a review predicts it. It holds no secrets.
 *
 * @param topology what they read or write, and what works otherwise afterwards
 * @param unsaid what the picture cannot show, a sentence each
 */
public record TouchedPicture(Topology topology, List<String> unsaid) {

  /** Nodes that are drawn. More are only counted; those with faults come first. */
  static final int MOST_NODES = 30;

  /** Names in one sentence. */
  private static final int MOST_NAMES = 8;

  public TouchedPicture {
    unsaid = List.copyOf(unsaid);
  }

  /** The picture of what a review tells. */
  public static TouchedPicture of(Review review) {
    Cluster before = review.before();
    List<StepReview> steps = review.steps();
    Cluster after = steps.isEmpty() ? before : steps.get(steps.size() - 1).after();
    Touched touched = new Touched(List.of(before, after));
    for (StepReview step : steps) {
      step.operation().nodes().forEach(touched::node);
      step.operation().footprint().items().forEach(item -> item.accept(touched));
    }
    Topology whole =
        Compared.of(
            new TopologyReader(before, ClusterPaths.of(before), List.of()).read(),
            new TopologyReader(after, ClusterPaths.since(before, after), List.of()).read(),
            touched::has);
    List<String> unsaid = new ArrayList<>();
    steps.forEach(step -> unsaid.addAll(unknown(step)));
    unsaid.addAll(between(review.cuts()));
    if (!touched.others().isEmpty()) {
      unsaid.add("Touched, too, but the picture has no place for it: " + some(touched.others()));
    }
    List<Chassis> nodes = whole.chassis();
    if (nodes.size() > MOST_NODES) {
      unsaid.add((nodes.size() - MOST_NODES) + " more nodes are not drawn.");
    }
    Masked masked = new Masked(review.plan().secrets());
    return new TouchedPicture(
        masked.topology(whole, MOST_NODES), unsaid.stream().map(masked::text).toList());
  }

  private static List<String> unknown(StepReview step) {
    if (step.operation() instanceof Refused refused) {
      return List.of(
          "Step " + step.id() + " cannot be done, so nothing of it is drawn: " + refused.reason());
    }
    return step.isModelled()
        ? List.of()
        : List.of(
            "What step "
                + step.id()
                + " does is not known: safeops has no model of it. "
                + some(step.operation().nodes())
                + ": drawn as if it did nothing.");
  }

  private static List<String> between(List<PathCut> cuts) {
    List<String> restored =
        cuts.stream()
            .filter(cut -> !cut.isLasting())
            .map(cut -> "step " + cut.step() + ", until step " + cut.until())
            .distinct()
            .toList();
    return restored.isEmpty()
        ? List.of()
        : List.of(
            "The picture has the first state and the last one. Some paths are cut only in between ("
                + some(restored)
                + ").");
  }

  private static String some(Collection<String> names) {
    String first = String.join(", ", names.stream().limit(MOST_NAMES).toList());
    int more = names.size() - MOST_NAMES;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  /** Whether the steps touch anything that the picture has a place for. */
  public boolean isEmpty() {
    return topology.all().isEmpty();
  }

  /** As SVG for a page that has {@link PictureStyle}. */
  public String svg() {
    return SvgPicture.embedded(topology);
  }

  /** How much of it does not work afterwards, in words. */
  public String summary() {
    String counts =
        String.join(
            ", ",
            Stream.of(State.BROKEN, State.CUT_OFF, State.UNKNOWN, State.LESS, State.REMOVED)
                .filter(state -> topology.count(state) > 0)
                .map(state -> topology.count(state) + " " + state.word())
                .toList());
    return counts.isEmpty() ? "nothing of it is broken" : counts;
  }

  /** Without the secrets of a plan. Longer ones first: one can be a part of another. */
  private record Masked(List<String> secrets) {
    Masked {
      secrets =
          secrets.stream()
              .filter(secret -> !secret.isEmpty())
              .sorted(Comparator.comparingInt(String::length).reversed())
              .toList();
    }

    String text(String text) {
      String masked = text;
      for (String secret : secrets) {
        masked = masked.replace(secret, SecretMask.MASKED);
      }
      return masked;
    }

    Drawn drawn(Drawn thing) {
      return new Drawn(
          thing.place(), text(thing.name()), thing.state(), text(thing.why()), text(thing.was()));
    }

    List<Drawn> drawn(List<Drawn> things) {
      return things.stream().map(this::drawn).toList();
    }

    Topology topology(Topology whole, int nodes) {
      return new Topology(
          whole.collectedAt(),
          drawn(whole.networks()),
          whole.chassis().stream().limit(nodes).map(this::chassis).toList(),
          whole.tunnels().stream()
              .map(each -> new Tunnel(each.one(), each.other(), drawn(each.link())))
              .toList(),
          whole.gateways().stream()
              .map(each -> new Gateway(each.holder(), drawn(each.port())))
              .toList(),
          drawn(whole.others()));
    }

    private Chassis chassis(Chassis each) {
      return new Chassis(
          drawn(each.node()),
          each.bridges().stream()
              .map(
                  bridge ->
                      new Bridge(
                          drawn(bridge.bridge()),
                          drawn(bridge.uplinks()),
                          drawn(bridge.physnets())))
              .toList(),
          drawn(each.parts()));
    }
  }
}
