package io.safeops.cli.terminal;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.TextView;
import io.safeops.run.control.RunClient;
import io.safeops.run.control.RunClient.Message;
import io.safeops.run.event.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.ToIntFunction;
import picocli.CommandLine;

/** Says one word to a run and waits for the answer, or for the end when the answer is the end. */
public final class CommandSender {

  /** A word of the operator. */
  public interface OperatorRequest {
    public void say(RunClient client) throws IOException;
  }

  private CommandSender() {}

  /**
   * @param done the exit status when the run did what the word asks for
   * @return the run's exit status when it ended, before or by this word; {@code done}, or {@link
   *     Exit#REFUSED}, when it goes on
   */
  public static int say(
      RunSelection choice, OperatorRequest operatorRequest, int done, CommandLine command)
      throws BadInput, RunClient.Stopped {
    return say(choice, operatorRequest, done, Outcome::exit, command);
  }

  /**
   * As {@link #say(RunSelection, OperatorRequest, int, CommandLine)}, for a word that asks for
   * something else than an end.
   *
   * @param ended the exit status when the run ended, before or meanwhile
   */
  public static int say(
      RunSelection choice,
      OperatorRequest operatorRequest,
      int done,
      ToIntFunction<Outcome> ended,
      CommandLine command)
      throws BadInput, RunClient.Stopped {
    PrintWriter out = command.getOut();
    String id = choice.id();
    Optional<RunClient> served = choice.ended().isPresent() ? Optional.empty() : choice.connect();
    if (served.isPresent()) {
      try (RunClient client = served.get();
          FirstResponse first =
              FirstResponse.within(
                  FirstResponse.USUAL, () -> command.getErr().println(FirstResponse.silent(id)))) {
        operatorRequest.say(client);
        for (Message message = RunFollower.next(client);
            message != null;
            message = RunFollower.next(client)) {
          first.heard();
          if (message instanceof Message.CommandAnswer answer) {
            out.println(answer.text());
            return answer.done() ? done : Exit.REFUSED;
          } else if (message instanceof Message.RunEnded end) {
            return tell(end.outcome(), ended, out);
          }
        }
      } catch (IOException unsaid) {
        // Its process went away as this was said: how it ended is looked up, as where it went
        // later.
      }
    }
    Optional<Outcome> outcome = choice.ended();
    if (outcome.isPresent()) {
      return tell(outcome.get(), ended, out);
    }
    return RunFollower.tellEnd(id, new TextView(out, out));
  }

  private static int tell(Outcome outcome, ToIntFunction<Outcome> ended, PrintWriter out) {
    out.println(outcome.text());
    return ended.applyAsInt(outcome);
  }
}
