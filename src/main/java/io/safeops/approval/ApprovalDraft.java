package io.safeops.approval;

import io.safeops.document.DocumentException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Makes an approval from a review, to be signed. */
public final class ApprovalDraft {

  private ApprovalDraft() {}

  /**
   * The approval of what was reviewed, under these terms.
   *
   * @param random for its id and its salt
   * @throws ApprovalException if the review refuses the plan, if it is not known of which cluster
   *     it is, if the terms do not fit to it, or if it is too large to be approved
   */
  public static Approval of(BindingSource source, ApprovalTerms terms, SecureRandom random)
      throws ApprovalException {
    requirePassed(source);
    requireNodes(source, terms.nodes());
    if (!source.cluster().namesDatabase()) {
      throw new ApprovalException(
          "the _uuid of NB_Global and that of SB_Global are not known: the approval would count for"
              + " any cluster with these names. Read the facts of the cluster again");
    }
    Salt salt = Salt.random(random);
    Binding binding = source.binding(salt);
    List<Variation> variations = new ArrayList<>(binding.variations());
    for (Variation.PortChassis port : terms.mayMove()) {
      requireKnown(source, binding, port);
      variations.add(port);
    }
    Approval approval =
        Approval.builder(
                Approval.randomId(random), PlainLine.of(terms.approver()), terms.validity())
            .purpose(PlainLine.of(terms.purpose()))
            .confirm(terms.confirm())
            .takeBack(terms.takeBack())
            .bound(
                salt,
                binding.toBuilder()
                    .variations(variations)
                    .before(new BeforeImage(terms.before(), binding.before().things()))
                    .build())
            .build();
    requireReadable(approval);
    return approval;
  }

  private static void requirePassed(BindingSource source) throws ApprovalException {
    if (!source.review().passes()) {
      throw new ApprovalException(
          "the rules refuse the plan: "
              + PlainLine.of(source.review().refusals().get(0).message()));
    }
  }

  private static void requireNodes(BindingSource source, Set<String> allowed)
      throws ApprovalException {
    Set<String> others = new TreeSet<>(source.touched());
    others.removeAll(allowed);
    if (!allowed.isEmpty() && !others.isEmpty()) {
      throw new ApprovalException(
          "the plan also touches "
              + String.join(", ", others)
              + ", and the approval is to be for "
              + String.join(", ", allowed));
    }
  }

  private static void requireKnown(
      BindingSource source, Binding binding, Variation.PortChassis port) throws ApprovalException {
    for (String node : port.nodes()) {
      if (source.inventory().node(node).isEmpty()) {
        throw new ApprovalException("the inventory has no node " + PlainLine.of(node));
      }
    }
    if (!PortMoves.isAbout(port.port(), binding.before().things())) {
      throw new ApprovalException(
          "the plan does not look at the binding or the interface of port "
              + PlainLine.of(port.port())
              + ": it may be anywhere without being listed");
    }
  }

  /** What is signed can be read again, and is what was meant. */
  private static void requireReadable(Approval approval) throws ApprovalException {
    byte[] bytes = ApprovalText.bytes(approval);
    if (bytes.length > ApprovalText.MAX_BYTES) {
      throw new ApprovalException(
          "the approval would have "
              + bytes.length / 1024
              + " KiB, more than "
              + ApprovalText.MAX_BYTES / 1024
              + ": nobody could check it. Approve fewer nodes at once, each in a plan of its own");
    }
    try {
      if (!ApprovalText.read("the approval", bytes).equals(approval)) {
        throw new IllegalStateException("the approval is read as another one");
      }
    } catch (DocumentException e) {
      throw new ApprovalException("it cannot be approved: " + e.getMessage());
    }
  }
}
