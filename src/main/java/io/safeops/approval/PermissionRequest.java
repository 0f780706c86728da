package io.safeops.approval;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A run that asks whether approvals cover it.
 *
 * @param approvals at hand, at most {@value #MOST_APPROVALS}
 * @param check who signed them
 * @param requirements all of which must be met; none means that nobody may approve the plan
 * @param operator who runs it
 * @param clocks what time it is
 * @param now what the run is about, for the salt of an approval
 * @param objection what else is wrong with an approval, such as that it was revoked or used up: one
 *     sentence
 */
public record PermissionRequest(
    List<SignedApproval> approvals,
    SignerCheck check,
    List<Requirement> requirements,
    Operator operator,
    ClockSpan clocks,
    Function<Salt, Binding> now,
    Function<Approval, Optional<String>> objection) {

  /** More people than this do not approve one plan; each approval costs a comparison. */
  public static final int MOST_APPROVALS = 50;

  public PermissionRequest {
    approvals = List.copyOf(approvals);
    requirements = List.copyOf(requirements);
    if (approvals.size() > MOST_APPROVALS) {
      throw new IllegalArgumentException(
          approvals.size() + " approvals, more than " + MOST_APPROVALS);
    }
  }

  /**
   * A request for a run.
   *
   * @param now what the run is about
   */
  public static Builder builder(Function<Salt, Binding> now, Operator operator, ClockSpan clocks) {
    return new Builder(now, operator, clocks);
  }

  /** Its parts by name; without approvals and requirements it is refused. */
  public static final class Builder {
    private final Function<Salt, Binding> now;
    private final Operator operator;
    private final ClockSpan clocks;
    private List<SignedApproval> approvals = List.of();
    private Optional<SignerCheck> check = Optional.empty();
    private List<Requirement> requirements = List.of();
    private Function<Approval, Optional<String>> objection = any -> Optional.empty();

    private Builder(Function<Salt, Binding> now, Operator operator, ClockSpan clocks) {
      this.now = now;
      this.operator = operator;
      this.clocks = clocks;
    }

    public Builder approvals(List<SignedApproval> value, SignerCheck by) {
      approvals = value;
      check = Optional.of(by);
      return this;
    }

    public Builder requirements(List<Requirement> value) {
      requirements = value;
      return this;
    }

    public Builder objection(Function<Approval, Optional<String>> value) {
      objection = value;
      return this;
    }

    public PermissionRequest build() {
      SignerCheck nobody =
          (message, armored, at) -> {
            throw new SignerRefusedException("no signer is allowed");
          };
      return new PermissionRequest(
          approvals, check.orElse(nobody), requirements, operator, clocks, now, objection);
    }
  }
}
