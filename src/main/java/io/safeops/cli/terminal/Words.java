package io.safeops.cli.terminal;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.TextView;
import io.safeops.run.control.RunClient;
import io.safeops.run.control.RunClient.Message;
import io.safeops.run.coordinate.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.ToIntFunction;
import picocli.CommandLine;

/** Says one word to a run and waits for the answer, or for the end when the answer is the end. */
public final class Words {

  /** A word of the operator. */
  public interface Word {
    public void say(RunClient client) throws IOException;
  }

  private Words() {}

  /**
   * @param done the exit status when the run did what the word asks for
   * @return the run's exit status when it ended, before or by this word; {@code done}, or {@link
   *     Exit#REFUSED}, when it goes on
   */
  public static int say(RunChoice choice, Word word, int done, CommandLine command)
      throws BadInput, RunClient.Stopped {
    return say(choice, word, done, Outcome::exit, command);
  }

  /**
   * As {@link #say(RunChoice, Word, int, CommandLine)}, for a word that asks for something else
   * than an end.
   *
   * @param ended the exit status when the run ended, before or meanwhile
   */
  public static int say(
      RunChoice choice, Word word, int done, ToIntFunction<Outcome> ended, CommandLine command)
      throws BadInput, RunClient.Stopped {
    PrintWriter out = command.getOut();
    String id = choice.id();
    Optional<RunClient> served = choice.ended().isPresent() ? Optional.empty() : choice.connect();
    if (served.isPresent()) {
      try (RunClient client = served.get();
          FirstWord first =
              FirstWord.within(
                  FirstWord.USUAL, () -> command.getErr().println(FirstWord.silent(id)))) {
        word.say(client);
        for (Message message = Watching.next(client);
            message != null;
            message = Watching.next(client)) {
          first.heard();
          if (message instanceof Message.Answer answer) {
            out.println(answer.text());
            return answer.done() ? done : Exit.REFUSED;
          } else if (message instanceof Message.End end) {
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
    return Watching.tellEnd(id, new TextView(out, out));
  }

  private static int tell(Outcome outcome, ToIntFunction<Outcome> ended, PrintWriter out) {
    out.println(outcome.text());
    return ended.applyAsInt(outcome);
  }
}
