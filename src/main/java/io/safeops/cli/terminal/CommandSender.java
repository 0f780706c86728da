package io.safeops.cli.terminal;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.view.CommandAnswerView;
import io.safeops.cli.view.Exit;
import io.safeops.run.control.RunClient;
import io.safeops.run.control.RunClient.Message;
import io.safeops.run.event.Outcome;
import java.io.IOException;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Sends one command of the operator to a run and waits for the answer or the end of the run. */
public final class CommandSender {

  /** A command of the operator. */
  public interface OperatorRequest {
    public void say(RunClient client) throws IOException;
  }

  private CommandSender() {}

  /**
   * @param done the exit status when the run did what it was told
   * @return the run's exit status when it ended, before or through this command; {@code done}, or
   *     {@link Exit#REFUSED}, when it goes on
   */
  public static int say(
      RunSelection choice, OperatorRequest operatorRequest, int done, CommandAnswerView view)
      throws BadInput, RunClient.Stopped {
    return say(choice, operatorRequest, done, Outcome::exit, view);
  }

  /**
   * As {@link #say(RunSelection, OperatorRequest, int, CommandAnswerView)}, for a command that does
   * not ask the run to end.
   *
   * @param ended the exit status when the run ended, before or meanwhile
   */
  public static int say(
      RunSelection choice,
      OperatorRequest operatorRequest,
      int done,
      ToIntFunction<Outcome> ended,
      CommandAnswerView view)
      throws BadInput, RunClient.Stopped {
    String id = choice.id();
    Optional<RunClient> served = choice.ended().isPresent() ? Optional.empty() : choice.connect();
    if (served.isPresent()) {
      try (RunClient client = served.get();
          FirstResponse first =
              FirstResponse.within(
                  FirstResponse.USUAL, () -> view.silent(FirstResponse.silent(id)))) {
        operatorRequest.say(client);
        for (Message message = RunFollower.next(client);
            message != null;
            message = RunFollower.next(client)) {
          first.heard();
          if (message instanceof Message.CommandAnswer answer) {
            view.answer(answer.text(), answer.done());
            return answer.done() ? done : Exit.REFUSED;
          } else if (message instanceof Message.RunEnded end) {
            return tell(end.outcome(), ended, view);
          }
        }
      } catch (IOException unsaid) {
        // The process ended while the command was sent: the journal tells how.
      }
    }
    Optional<Outcome> outcome = choice.ended();
    if (outcome.isPresent()) {
      return tell(outcome.get(), ended, view);
    }
    return RunFollower.tellEnd(id, end -> tell(end, Outcome::exit, view), view::gone);
  }

  private static int tell(Outcome outcome, ToIntFunction<Outcome> ended, CommandAnswerView view) {
    int exit = ended.applyAsInt(outcome);
    view.end(outcome, exit);
    return exit;
  }
}
