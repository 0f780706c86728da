package io.safeops.approval;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an approver decides beside the plan.
 *
 * @param approver the principal who signs
 * @param purpose what it is for; may be empty
 * @param before whether the values before are conditions
 * @param mayMove the ports whose chassis may be another one
 * @param nodes the only nodes that the plan may touch; empty: those that it touches
 */
public record ApprovalTerms(
    String approver,
    String purpose,
    Validity validity,
    ConfirmMode confirm,
    boolean takeBack,
    BeforeImage.Match before,
    List<Variation.PortChassis> mayMove,
    Set<String> nodes) {

  public ApprovalTerms {
    mayMove = List.copyOf(mayMove);
    nodes = Collections.unmodifiableSet(new TreeSet<>(nodes));
  }

  /** Terms without any freedom, to be filled in by name. */
  public static Builder builder(String approver, Validity validity) {
    return new Builder(approver, validity);
  }

  /** Its parts by name; what is not given is empty, or the stricter choice. */
  public static final class Builder {
    private final String approver;
    private final Validity validity;
    private String purpose = "";
    private ConfirmMode confirm = ConfirmMode.CODE;
    private boolean takeBack;
    private BeforeImage.Match before = BeforeImage.Match.SAME;
    private List<Variation.PortChassis> mayMove = List.of();
    private Set<String> nodes = Set.of();

    private Builder(String approver, Validity validity) {
      this.approver = approver;
      this.validity = validity;
    }

    public Builder purpose(String value) {
      purpose = value;
      return this;
    }

    public Builder confirm(ConfirmMode value) {
      confirm = value;
      return this;
    }

    public Builder takeBack(boolean value) {
      takeBack = value;
      return this;
    }

    public Builder before(BeforeImage.Match value) {
      before = value;
      return this;
    }

    public Builder mayMove(List<Variation.PortChassis> value) {
      mayMove = value;
      return this;
    }

    public Builder nodes(Set<String> value) {
      nodes = value;
      return this;
    }

    public ApprovalTerms build() {
      return new ApprovalTerms(
          approver, purpose, validity, confirm, takeBack, before, mayMove, nodes);
    }
  }
}
