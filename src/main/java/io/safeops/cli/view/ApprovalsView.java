package io.safeops.cli.view;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.approval.Approval;
import io.safeops.approval.ApprovalText;
import io.safeops.approval.CheckedApproval;
import io.safeops.approval.Refusal;
import io.safeops.approval.Revocations;
import io.safeops.approval.SignedApproval;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Shows approvals: {@code approvals list}, {@code show} and {@code check}.
 *
 * <p>JSON: {@code list} prints an array with {@code {"file", "digest", "id", "plan", "approver",
 * "notBefore", "notAfter", "uses", "confirm", "takeBack", "purpose"}} for each. {@code show} prints
 * an object for each, {@code {"file", "digest", "statement"}}, with the statement as it is signed.
 * {@code check} prints an array with {@code {"file", "digest", "id", "good", "refusals"}}, where a
 * refusal is {@code {"kind", "text"}}, and with {@code principals} and {@code fingerprint} where
 * the signature counts. {@code revoke} prints {@code {"file", "signature", "number", "notAfter",
 * "revoked"}}, with the ids of all approvals in the list.
 */
public sealed interface ApprovalsView {

  static ApprovalsView of(Format format) {
    return format.choose(Text::new, Json::new);
  }

  /** What the approvals say, in short. */
  void list(List<SignedApproval> approvals);

  /** All that an approval says. */
  void show(SignedApproval approval);

  /** Whether they are signed and valid. */
  void checked(List<CheckedApproval> approvals);

  /** A list of revoked approvals was signed and written to this file. */
  void revoked(Path file, Revocations list);

  /** An approval on one line. */
  static String summary(Approval approval) {
    return "plan "
        + approval.binding().plan().name()
        + " by "
        + approval.approver()
        + ", "
        + ApprovalLines.valid(approval.validity())
        + (approval.purpose().isEmpty() ? "" : ": " + approval.purpose());
  }

  /** For people. */
  record Text(Output output) implements ApprovalsView {
    @Override
    public void list(List<SignedApproval> approvals) {
      approvals.forEach(each -> output.line(each.name() + "  " + summary(each.approval())));
    }

    @Override
    public void show(SignedApproval approval) {
      output.line(approval.name() + "  SHA256:" + approval.digest());
      ApprovalLines.of(approval.approval()).forEach(output::line);
    }

    @Override
    public void checked(List<CheckedApproval> approvals) {
      for (CheckedApproval each : approvals) {
        String signer =
            each.signer()
                .map(
                    by ->
                        ", signed by "
                            + String.join(", ", by.principals())
                            + " with "
                            + by.fingerprint())
                .orElse("");
        output.line(
            (each.isGood() ? "good: " : "NOT GOOD: ")
                + each.signed().name()
                + "  "
                + summary(each.signed().approval())
                + signer);
        each.refusals().forEach(refusal -> output.line("      " + refusal.text()));
      }
    }

    @Override
    public void revoked(Path file, Revocations list) {
      output.line(
          file
              + " and "
              + SignedApproval.signatureOf(file)
              + ": list "
              + list.number()
              + ", valid until "
              + list.notAfter()
              + "; revoked: "
              + String.join(", ", list.because().keySet()));
    }
  }

  /** For programs. */
  record Json(Output output) implements ApprovalsView {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public void list(List<SignedApproval> approvals) {
      output.json(approvals.stream().map(Json::listed).toList());
    }

    @Override
    public void revoked(Path file, Revocations list) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("file", file.toString());
      line.put("signature", SignedApproval.signatureOf(file).toString());
      line.put("number", list.number());
      line.put("notAfter", list.notAfter().toString());
      line.put("revoked", List.copyOf(list.because().keySet()));
      output.json(line);
    }

    private static Map<String, Object> file(SignedApproval approval) {
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("file", approval.name());
      file.put("digest", approval.digest());
      return file;
    }

    private static Map<String, Object> listed(SignedApproval signed) {
      Approval approval = signed.approval();
      Map<String, Object> line = file(signed);
      line.put("id", approval.id());
      line.put("plan", approval.binding().plan().name());
      line.put("approver", approval.approver());
      line.put("notBefore", approval.validity().notBefore().toString());
      line.put("notAfter", approval.validity().notAfter().toString());
      line.put("uses", approval.validity().uses());
      line.put("confirm", approval.confirm().word());
      line.put("takeBack", approval.takeBack());
      line.put("purpose", approval.purpose());
      return line;
    }

    @Override
    public void show(SignedApproval approval) {
      Map<String, Object> line = file(approval);
      try {
        line.put("statement", MAPPER.readTree(ApprovalText.bytes(approval.approval())));
      } catch (IOException e) {
        throw new IllegalStateException("safeops wrote JSON that cannot be read", e);
      }
      output.json(line);
    }

    @Override
    public void checked(List<CheckedApproval> approvals) {
      output.json(approvals.stream().map(Json::checked).toList());
    }

    private static Map<String, Object> checked(CheckedApproval checked) {
      Map<String, Object> line = file(checked.signed());
      line.put("id", checked.signed().approval().id());
      line.put("good", checked.isGood());
      line.put("refusals", checked.refusals().stream().map(Json::refusal).toList());
      checked
          .signer()
          .ifPresent(
              by -> {
                line.put("principals", List.copyOf(by.principals()));
                line.put("fingerprint", by.fingerprint());
              });
      return line;
    }

    private static Map<String, Object> refusal(Refusal refusal) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("kind", refusal.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      line.put("text", refusal.text());
      return line;
    }
  }
}
