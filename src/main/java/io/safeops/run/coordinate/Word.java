package io.safeops.run.coordinate;

import io.safeops.guard.GuardNetwork.Way;
import io.safeops.guard.Reply;
import io.safeops.guard.Request;
import io.safeops.run.coordinate.Journal.JournalException;
import io.safeops.run.coordinate.RunEvent.Kind;
import io.safeops.run.talk.Answer;
import io.safeops.run.talk.Conversation;
import io.safeops.run.talk.Loop;
import io.safeops.run.talk.Member;
import io.safeops.run.talk.Refusals;
import io.safeops.run.talk.RunSpec;
import io.safeops.run.talk.Superseded;
import io.safeops.run.talk.Words;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The operator's word: a witness shows a code on its console, the operator reads it there and types
 * it here. It proves that the rescue path works and that someone looked.
 */
final class Word {

  /** As the guard makes it (64-outcome.sh): without what is easily taken for something else. */
  private static final Pattern CODE = Pattern.compile("[2-9A-HJKMNP-Z]{6}");

  private final RunSpec spec;
  private final Loop loop;
  private final Member witness;
  private final Conversation talk;
  private final Watch watch;
  private final Desk desk;
  private final Journal journal;

  Word(
      RunSpec spec,
      Loop loop,
      List<Member> members,
      Conversation talk,
      Watch watch,
      Desk desk,
      Journal journal) {
    this.spec = spec;
    this.loop = loop;
    this.witness =
        members.stream().filter(member -> member.spec().witness()).findFirst().orElseThrow();
    this.talk = talk;
    this.watch = watch;
    this.desk = desk;
    this.journal = journal;
  }

  /** Returns when the right code was given; turns back otherwise, at the deadline at the latest. */
  void await() throws TurnBack, Superseded, JournalException {
    if (spec.word() == RunSpec.Word.IN_BAND) {
      openFresh();
    }
    Map<Member, Answer> answers =
        watch.askAll(
            List.of(witness),
            member ->
                Request.witness(
                    spec.stamp(),
                    member.boot(),
                    member.uptimeIn(loop.now(), spec.times().answer())),
            spec.times().answer());
    watch.demand(witness, answers, "showing the code");
    Answer answer = answers.get(witness);
    Reply shown = answer == null ? null : answer.reply();
    journal.write(
        RunEvent.of(
            Kind.CODE,
            "all steps hold. The code "
                + (spec.word() == RunSpec.Word.IN_BAND
                    ? "of "
                        + witness.name()
                        + " came over a new connection: `safeops show` it, and type it by hand; "
                    : "stands on the console of " + witness.name() + "; ")
                + Words.length(watch.untilDeadline())
                + " left to type it here or in `safeops confirm "
                + spec.stamp().run()
                + " --code ......`",
            "way",
            spec.word().name(),
            "node",
            witness.name(),
            "consoles",
            shown == null ? "" : shown.field("shown"),
            "seconds",
            String.valueOf(watch.untilDeadline().toSeconds())));
    watch.waitFor(
        spec.word() == RunSpec.Word.IN_BAND && shown != null
            ? "the code, come in band: " + shown.field("code")
            : "waiting for the code from the console of " + witness.name());
    while (true) {
      watch.await(desk::hasWord, watch.untilDeadline());
      Desk.Command command = desk.take().orElse(null);
      if (command instanceof Desk.Command.Confirm confirm && accepted(confirm)) {
        return;
      } else if (command instanceof Desk.Command.Extend extend) {
        watch.extend(extend);
      } else if (command instanceof Desk.Command.Go go) {
        go.refuse("all steps are done; what is missing is the code");
      }
    }
  }

  /** A code that comes in band comes over a connection made after the change. */
  private void openFresh() throws TurnBack, Superseded {
    var opening = talk.openFresh(witness);
    watch.await(opening::isDone, watch.untilDeadline());
    watch.demandFresh(witness, opening);
  }

  private boolean accepted(Desk.Command.Confirm confirm)
      throws TurnBack, Superseded, JournalException {
    String code = confirm.code().strip().toUpperCase(Locale.ROOT);
    if (!CODE.matcher(code).matches()) {
      confirm.refuse(
          "a code has 6 letters and digits, and none of 0, 1, I, L and O; it was not tried");
      return false;
    }
    var asked =
        talk.ask(
            witness,
            Way.IN_BAND,
            member ->
                Request.word(
                    spec.stamp(),
                    member.boot(),
                    member.uptimeIn(loop.now(), spec.times().answer()),
                    code),
            spec.times().answer());
    watch.await(asked::isDone, watch.untilDeadline());
    Answer given = Answer.of(asked);
    Reply reply = given.reply();
    if (reply == null) {
      confirm.refuse(witness.name() + " did not answer (" + given.why() + "); try again");
      return false;
    }
    if (reply.ok()) {
      journal.write(RunEvent.of(Kind.WORD, "the code is right"));
      desk.answerAtTheEnd(confirm);
      return true;
    }
    String told =
        switch (reply.why()) {
          case "wrong-code" -> "wrong code, tries left: " + reply.field("tries");
          case "tries" ->
              "wrong code too often: this run can no longer be confirmed and will be undone";
          default -> Refusals.inWords(reply);
        };
    journal.write(RunEvent.of(Kind.WRONG_WORD, told));
    confirm.refuse(told);
    return false;
  }
}
