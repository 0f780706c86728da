package io.safeops.cli.command;

import io.safeops.approval.Approval;
import io.safeops.approval.ApprovalException;
import io.safeops.approval.BindingSource;
import io.safeops.approval.BoundWaiver;
import io.safeops.approval.ClockSpan;
import io.safeops.approval.ConfirmMode;
import io.safeops.approval.Mandate;
import io.safeops.approval.Operator;
import io.safeops.approval.Permission;
import io.safeops.approval.PermissionRequest;
import io.safeops.approval.Refusal;
import io.safeops.approval.Requirement;
import io.safeops.approval.Revocations;
import io.safeops.approval.SignedApproval;
import io.safeops.approval.SignerCheck;
import io.safeops.approval.SignerRefusedException;
import io.safeops.cli.option.ApprovedOptions;
import io.safeops.cli.option.BadInput;
import io.safeops.document.DocumentException;
import io.safeops.policy.ApprovalRequirement;
import io.safeops.review.RequiredApproval;
import io.safeops.review.Review;
import io.safeops.session.ApprovedRun;
import io.safeops.session.PreparedRequest;
import io.safeops.session.RunRequest;
import io.safeops.signature.SignatureNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The start of a run on approvals: before the review, they say what is set aside; after it, they
 * are compared with what the run is about, and the operator signs.
 */
final class ApprovedStart {

  private final ApprovalSurroundings surroundings;
  private final ApprovedOptions options;
  private final String run;
  private final List<SignedApproval> approvals;
  private final SignerCheck approvers;
  private final SignerCheck operators;
  private Optional<Revocations> revocations = Optional.empty();
  private List<Refusal> listRefused = List.of();
  private byte[] mandate = new byte[0];
  private String signature = "";

  private ApprovedStart(
      ApprovalSurroundings surroundings,
      ApprovedOptions options,
      String run,
      List<SignedApproval> approvals)
      throws DocumentException {
    this.surroundings = surroundings;
    this.options = options;
    this.run = run;
    this.approvals = approvals;
    Path file = options.allowedSigners();
    this.approvers = surroundings.allowedSigners(file, SignatureNamespace.APPROVAL);
    this.operators = surroundings.allowedSigners(file, SignatureNamespace.HEAD);
    readRevocations(file);
  }

  /** A list that does not count any more is a reason to run nothing: a newer one may say more. */
  private void readRevocations(Path allowed) throws DocumentException {
    Optional<Path> list = options.revocations();
    if (list.isEmpty()) {
      return;
    }
    try {
      revocations =
          Optional.of(
              Revocations.read(
                  list.get(),
                  surroundings.allowedSigners(allowed, SignatureNamespace.REVOCATION),
                  surroundings.clock().instant()));
    } catch (ApprovalException e) {
      listRefused = List.of(new Refusal(Refusal.Kind.OTHER, String.valueOf(e.getMessage())));
    }
  }

  /**
   * Reads the approvals and who may sign.
   *
   * @param run the id that the run will have
   * @throws BadInput if something is not given
   * @throws DocumentException if a file does not load
   */
  static ApprovedStart of(ApprovalSurroundings surroundings, ApprovedOptions options, String run)
      throws BadInput, DocumentException {
    options.key();
    options.reason();
    return new ApprovedStart(surroundings, options, run, options.read());
  }

  /**
   * The request with what the approvals say, signed or not: nothing runs before they are checked.
   */
  RunRequest asked(RunRequest request) throws BadInput {
    return request.approved(new ApprovedRun(List.of(), 0, waivers(), false, options.reason(), ""));
  }

  /** The items of a rule that all approvals set aside, with the text of the rule they have seen. */
  private List<ApprovedRun.Waived> waivers() {
    Map<String, List<BoundWaiver>> byRule = new TreeMap<>();
    for (SignedApproval each : approvals) {
      for (BoundWaiver waiver : each.approval().binding().rules().waivers()) {
        byRule.computeIfAbsent(waiver.rule(), any -> new ArrayList<>()).add(waiver);
      }
    }
    return byRule.values().stream()
        .filter(all -> all.size() == approvals.size())
        .map(all -> waived(all))
        .filter(waived -> !waived.items().isEmpty())
        .toList();
  }

  private static ApprovedRun.Waived waived(List<BoundWaiver> all) {
    BoundWaiver first = all.get(0);
    Set<String> items = new TreeSet<>(items(first));
    all.forEach(each -> items.retainAll(items(each)));
    return new ApprovedRun.Waived(first.rule(), first.because(), items, first.digest());
  }

  private static Set<String> items(BoundWaiver waiver) {
    return waiver.items().stream().map(BoundWaiver.Item::item).collect(Collectors.toSet());
  }

  /**
   * Lets the operator sign, and decides.
   *
   * @param source what the run is about
   * @return what the approvals allow; or everything that is wrong
   */
  Permission permission(PreparedRequest prepared, Review review, BindingSource source)
      throws BadInput, IOException {
    if (!listRefused.isEmpty()) {
      return new Permission(Optional.empty(), listRefused);
    }
    Instant now = surroundings.clock().instant();
    Mandate statement =
        new Mandate(
            run,
            prepared.plan().digest(),
            approvals.stream().map(SignedApproval::digest).toList(),
            io.safeops.cli.option.OperatorName.get(),
            options.reason(),
            now);
    mandate = statement.bytes();
    signature = surroundings.signer(options.key(), SignatureNamespace.HEAD).sign(mandate);
    SignerCheck.Signed operator;
    try {
      operator = operators.check(mandate, signature, now);
    } catch (SignerRefusedException e) {
      return new Permission(
          Optional.empty(),
          List.of(
              new Refusal(
                  Refusal.Kind.SIGNATURE,
                  "you may not run plans on approvals: " + e.getMessage())));
    }
    return Permission.of(
        PermissionRequest.builder(
                source::binding,
                new Operator(operator.principals(), Set.of(operator.fingerprint())),
                new ClockSpan(
                    List.of(new ClockSpan.Reading("the clock of this machine", now)),
                    Optional.empty()))
            .approvals(approvals, approvers)
            .requirements(requirements(review))
            .objection(approval -> revocations.flatMap(list -> list.objection(approval)))
            .build());
  }

  /**
   * A plan that needs no approval may use one all the same: then somebody else must have agreed.
   */
  private static List<Requirement> requirements(Review review) {
    List<ApprovalRequirement> needed =
        review.approvals().stream().map(RequiredApproval::requirement).toList();
    return (needed.isEmpty() ? List.of(ApprovalRequirement.DEFAULT) : needed)
        .stream()
            .map(
                each ->
                    each.by().isEmpty()
                        ? Requirement.byAnybody(each.atLeast(), each.maxAge())
                        : new Requirement(Set.copyOf(each.by()), each.atLeast(), each.maxAge()))
            .toList();
  }

  /**
   * The request as the run's process gets it.
   *
   * @param isUnattended whether the run may confirm itself if the approvals say so
   */
  RunRequest granted(RunRequest request, Permission.Granted granted, boolean isUnattended)
      throws BadInput {
    List<ApprovedRun.Use> uses =
        granted.approvals().stream().map(each -> use(each.approval())).toList();
    return request.approved(
        new ApprovedRun(
            uses,
            revocations.map(Revocations::number).orElse(0L),
            waivers(),
            isUnattended && granted.confirm() == ConfirmMode.HOLD,
            options.reason(),
            granted.approvals().stream()
                .map(each -> each.approval().approver())
                .distinct()
                .collect(Collectors.joining(", "))));
  }

  private static ApprovedRun.Use use(Approval approval) {
    return new ApprovedRun.Use(
        approval.id(),
        approval.validity().uses(),
        approval.validity().notBefore().getEpochSecond(),
        approval.validity().notAfter().getEpochSecond());
  }

  /** Keeps what was signed with the run: the approvals, and the operator's own statement. */
  void keep(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("mandate"), mandate);
    Files.writeString(folder.resolve("mandate.sig"), signature);
    for (SignedApproval each : approvals) {
      each.copyTo(folder.resolve(each.approval().id() + ".approval"));
    }
  }
}
