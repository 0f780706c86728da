package io.safeops.run.coordinate;

import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardRequest;
import io.safeops.run.coordinate.Journal.JournalException;
import io.safeops.run.coordinate.OperatorCommandQueue.OperatorCommand;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.GuardConversation;
import io.safeops.run.messaging.Loop;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.MessageText;
import io.safeops.run.messaging.NodeAnswer;
import io.safeops.run.messaging.Refusals;
import io.safeops.run.messaging.RunSpec;
import io.safeops.run.messaging.Superseded;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The operator's confirmation: a witness shows a code on its console, the operator reads it there
 * and types it here. That proves that the rescue path works and that someone looked.
 */
final class OperatorConfirmation {

  /** As the guard creates it (64-outcome.sh): without letters that look like others. */
  private static final Pattern CODE = Pattern.compile("[2-9A-HJKMNP-Z]{6}");

  private final RunSpec spec;
  private final Loop loop;
  private final Member witness;
  private final GuardConversation conversation;
  private final RunMonitor runMonitor;
  private final MonitoredRequests requests;
  private final OperatorRequests operatorRequests;
  private final OperatorCommandQueue operatorCommandQueue;
  private final Journal journal;

  OperatorConfirmation(
      RunSpec spec,
      Loop loop,
      List<Member> members,
      GuardConversation conversation,
      RunMonitor runMonitor,
      MonitoredRequests requests,
      OperatorRequests operatorRequests,
      OperatorCommandQueue operatorCommandQueue,
      Journal journal) {
    this.spec = spec;
    this.loop = loop;
    this.witness =
        members.stream().filter(member -> member.spec().witness()).findFirst().orElseThrow();
    this.conversation = conversation;
    this.runMonitor = runMonitor;
    this.requests = requests;
    this.operatorRequests = operatorRequests;
    this.operatorCommandQueue = operatorCommandQueue;
    this.journal = journal;
  }

  /**
   * Returns when the right code was given; otherwise the run rolls back, at the deadline at the
   * latest.
   */
  void await() throws RollbackRequired, Superseded, JournalException {
    if (spec.confirmationInput() == RunSpec.ConfirmationInput.IN_BAND) {
      openNewConnection();
    }
    Map<Member, NodeAnswer> answers =
        requests.askAll(
            List.of(witness),
            member ->
                GuardRequest.witness(
                    spec.runEpoch(),
                    member.boot(),
                    member.uptimeIn(loop.now(), spec.times().answer())),
            spec.times().answer());
    requests.requireDone(witness, answers, "showing the code");
    NodeAnswer answer = answers.get(witness);
    GuardReply shown = answer == null ? null : answer.reply();
    journal.write(
        new RunEvent.CodeShown(
            "all steps hold. The code "
                + (spec.confirmationInput() == RunSpec.ConfirmationInput.IN_BAND
                    ? "of "
                        + witness.name()
                        + " came over a new connection: `safeops show "
                        + spec.runEpoch().run()
                        + "` shows it. Type it by hand; "
                    : "is shown on the console of " + witness.name() + place() + "; ")
                + MessageText.length(runMonitor.untilDeadline())
                + " left to type it here or in `safeops confirm "
                + spec.runEpoch().run()
                + " --code ......`",
            Optional.of(spec.confirmationInput()),
            witness.name(),
            shown == null ? "" : shown.field("shown"),
            Optional.of(runMonitor.untilDeadline())));
    runMonitor.setWaitingFor(
        spec.confirmationInput() == RunSpec.ConfirmationInput.IN_BAND && shown != null
            ? "the code, which came in band: " + shown.field("code")
            : "waiting for the code from the console of " + witness.name() + place());
    while (true) {
      runMonitor.await(operatorCommandQueue::hasCommand, runMonitor.untilDeadline());
      OperatorCommand command = operatorCommandQueue.take().orElse(null);
      if (command instanceof OperatorCommand.Confirm confirm && accepted(confirm)) {
        return;
      } else if (command instanceof OperatorCommand.Extend extend) {
        operatorRequests.extend(extend);
      } else if (command instanceof OperatorCommand.Go go) {
        go.refuse("all steps are done; only the code is missing");
      }
    }
  }

  private String place() {
    return spec.console().isEmpty() ? "" : " (" + spec.console() + ")";
  }

  /** A code that comes in band must come over a connection that was opened after the change. */
  private void openNewConnection() throws RollbackRequired, Superseded {
    var opening = conversation.openNew(witness);
    runMonitor.await(opening::isDone, runMonitor.untilDeadline());
    requests.requireOpened(witness, opening);
  }

  private boolean accepted(OperatorCommand.Confirm confirm)
      throws RollbackRequired, Superseded, JournalException {
    String code = confirm.code().strip().toUpperCase(Locale.ROOT);
    if (!CODE.matcher(code).matches()) {
      confirm.refuse(
          "a code has 6 letters and digits, and none of 0, 1, I, L and O; it was not tried");
      return false;
    }
    var asked =
        conversation.ask(
            witness,
            GuardPath.IN_BAND,
            member ->
                GuardRequest.word(
                    spec.runEpoch(),
                    member.boot(),
                    member.uptimeIn(loop.now(), spec.times().answer()),
                    code),
            spec.times().answer());
    runMonitor.await(asked::isDone, runMonitor.untilDeadline());
    NodeAnswer given = NodeAnswer.of(asked);
    GuardReply reply = given.reply();
    if (reply == null) {
      confirm.refuse(witness.name() + " did not answer (" + given.why() + "); try again");
      return false;
    }
    if (reply.ok()) {
      journal.write(new RunEvent.CodeAccepted("the code is right, typed by " + confirm.by()));
      operatorCommandQueue.answerAtTheEnd(confirm);
      return true;
    }
    String told =
        switch (reply.refusal()) {
          case WRONG_CODE -> "wrong code, tries left: " + reply.field("tries");
          case TRIES ->
              "wrong code too often: this run can no longer be confirmed and will be undone";
          default -> Refusals.text(reply);
        };
    journal.write(new RunEvent.CodeRefused(told + ", typed by " + confirm.by()));
    confirm.refuse(told);
    return false;
  }
}
