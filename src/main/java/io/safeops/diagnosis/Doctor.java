package io.safeops.diagnosis;

import io.safeops.document.DocumentException;
import io.safeops.facts.model.Cluster;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.HopKind;
import io.safeops.paths.model.Path;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.paths.verdict.HopFault;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Judges a cluster as it is, by the rules and by what a baseline asks for. */
public final class Doctor {

  /**
   * The time from the beginning of a look to that of the next one, at least. OVN claims a port,
   * makes a tunnel and elects a leader within a second or two when nothing is wrong; a longer time
   * would make every doctor that finds a fault slow.
   */
  public static final Duration PAUSE = Duration.ofSeconds(3);

  /**
   * At most so many looks. A fault that the last one sees for the first time is reported: a port
   * that two chassis take from each other never looks the same twice.
   */
  static final int MOST_LOOKS = 3;

  private static final String NODE_RULE = "paths/node";

  /** Reads the cluster. From the second time on it waits until {@link #PAUSE} has passed. */
  public interface Reader {
    Cluster read() throws InterruptedException;
  }

  private final PolicySet rules;
  private final Optional<Baseline> baseline;

  /**
   * @param baseline what was asked for earlier
   */
  public Doctor(PolicySet rules, Optional<Baseline> baseline) {
    this.rules = rules;
    this.baseline = baseline;
  }

  /**
   * Judges facts from a file.
   *
   * @throws DocumentException when the baseline is of another cluster
   */
  public Diagnosis examine(Cluster cluster) throws DocumentException {
    return diagnosis(List.of(look(cluster)));
  }

  /**
   * Judges a cluster that can be read several times. What can settle by itself counts as a fault if
   * two looks in a row see it.
   *
   * @throws DocumentException when the baseline is of another cluster
   */
  public Diagnosis examine(Reader reader) throws DocumentException, InterruptedException {
    List<Look> looks = new ArrayList<>(List.of(look(reader.read())));
    while (looks.size() < MOST_LOOKS && isUnsure(looks)) {
      looks.add(look(reader.read()));
    }
    return diagnosis(looks);
  }

  private Look look(Cluster cluster) throws DocumentException {
    if (baseline.isPresent()) {
      baseline.get().requireSameNodes(cluster);
    }
    return Look.at(cluster, rules, baseline);
  }

  /** Whether the last look sees a fault that may settle and that the look before has not seen. */
  private static boolean isUnsure(List<Look> looks) {
    Look last = looks.get(looks.size() - 1);
    return last.paths().faults().stream()
        .filter(fault -> fault.hop().settles())
        .anyMatch(fault -> looks.size() < 2 || !looks.get(looks.size() - 2).isFaulty(fault.id()));
  }

  private Diagnosis diagnosis(List<Look> looks) {
    Look last = looks.get(looks.size() - 1);
    List<Finding> findings = new ArrayList<>(findings(last, answersWithoutBaseline(last)));
    Map<String, String> settled = new LinkedHashMap<>();
    for (Look earlier : looks.subList(0, looks.size() - 1)) {
      for (HopFault fault : earlier.paths().faults()) {
        if (last.isFaulty(fault.id())) {
          continue;
        }
        if (last.answers().containsKey(fault.id()) || !last.hasGaps()) {
          settled.put(fault.id(), fault.getSubject() + " (" + fault.getWhy() + ")");
        }
      }
    }
    findings.addAll(notSeenAgain(looks, last));
    MendReviews reviews = new MendReviews(rules, last.cluster());
    List<Finding> shown = findings.stream().sorted(order(last)).map(reviews::reviewed).toList();
    return new Diagnosis(
        last.cluster(),
        last.paths(),
        shown,
        hanging(last),
        List.copyOf(settled.values()),
        baseline.map(each -> new Diagnosis.Compared(each, last.gone())));
  }

  /** What earlier looks have found, and what the last one could not read. */
  private List<Finding> notSeenAgain(List<Look> looks, Look last) {
    Map<String, Finding> lost = new LinkedHashMap<>();
    for (Look earlier : looks.subList(0, looks.size() - 1)) {
      for (Finding each : findings(earlier, Optional.empty())) {
        each.hop()
            .map(HopFault::id)
            .filter(id -> each.isFault())
            .filter(id -> last.hasGaps() && !last.answers().containsKey(id))
            .ifPresent(id -> lost.put(id, each));
      }
    }
    return List.copyOf(lost.values());
  }

  /** The answers of the hops that the cluster alone asks for; empty without a baseline. */
  private Optional<Map<String, Answer>> answersWithoutBaseline(Look look) {
    return baseline.map(each -> ClusterPaths.of(look.cluster().toBuilder().build()).answers());
  }

  private static List<Finding> findings(Look look, Optional<Map<String, Answer>> withoutBaseline) {
    Map<String, HopFault> hops = look.hops();
    Set<String> unread = unreadNodes(look);
    List<Finding> findings = new ArrayList<>();
    for (Violation violation : look.violations()) {
      Optional<HopFault> hop = Optional.ofNullable(hops.get(violation.item()));
      boolean ofUnread =
          hop.isPresent()
              && (isOfUnread(violation, hop.get())
                  || (!violation.isDeny()
                      && hop.get().hop().causes().stream().anyMatch(unread::contains)));
      if (!ofUnread) {
        boolean only =
            hop.isPresent()
                && withoutBaseline.isPresent()
                && !isFault(withoutBaseline.get().get(hop.get().id()));
        findings.add(
            new Finding(
                violation,
                hop,
                violation.remedies(),
                Optional.empty(),
                violation.isDeny() && only));
      }
    }
    return SegmentFindings.folded(findings, look.cluster());
  }

  private static boolean isFault(@org.jspecify.annotations.Nullable Answer answer) {
    return answer != null && answer.isFault();
  }

  /**
   * Whether it says only that a node could not be read. That is said once, with what hangs on it.
   */
  private static boolean isOfUnread(Violation violation, HopFault hop) {
    return violation.rule().equals(NODE_RULE)
        && hop.hop().kind() == HopKind.NODE_READ
        && hop.hop().answer() == Answer.UNKNOWN
        && !hop.getNode().isEmpty();
  }

  private static Set<String> unreadNodes(Look look) {
    Set<String> keys = new HashSet<>();
    for (HopFault fault : look.paths().faults()) {
      if (fault.hop().kind() == HopKind.NODE_READ && fault.hop().answer() == Answer.UNKNOWN) {
        keys.add(fault.id());
      }
    }
    return keys;
  }

  /** By node that could not be read: the paths of others that need it. */
  private static Map<String, List<String>> hanging(Look look) {
    Map<String, Set<String>> own = new HashMap<>();
    for (Path path : look.paths().paths()) {
      if (path.end().id().equals(path.end().node())) {
        own.computeIfAbsent(path.end().id(), any -> new HashSet<>()).add(path.getLabel());
      }
    }
    Map<String, List<String>> hanging = new TreeMap<>();
    for (HopFault fault : look.paths().faults()) {
      if (fault.hop().kind() == HopKind.NODE_READ
          && fault.hop().answer() == Answer.UNKNOWN
          && !fault.getNode().isEmpty()) {
        Set<String> itself = own.getOrDefault(fault.getNode(), Set.of());
        hanging.put(
            fault.getNode(),
            fault.keys().stream().filter(label -> !itself.contains(label)).toList());
      }
    }
    return hanging;
  }

  /** Faults before warnings, paths before the rest, the worst first. */
  private static Comparator<Finding> order(Look look) {
    Map<String, Integer> places = new HashMap<>();
    look.paths().faults().forEach(fault -> places.put(fault.id(), places.size()));
    return Comparator.comparing((Finding each) -> !each.isFault())
        .thenComparing(
            each ->
                each.hop()
                    .map(hop -> places.getOrDefault(hop.id(), Integer.MAX_VALUE - 1))
                    .orElse(Integer.MAX_VALUE));
  }
}
