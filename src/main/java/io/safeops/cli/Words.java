package io.safeops.cli;

import io.safeops.run.Outcome;
import io.safeops.run.RunClient;
import io.safeops.run.RunClient.Message;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;

/** Says one word to a run and waits for the answer, or for the end when the answer is the end. */
final class Words {

  /** A word of the operator. */
  interface Word {
    void say(RunClient client) throws IOException;
  }

  private Words() {}

  /**
   * @return the run's exit status when it ended, before or by this word, else {@code answered}
   */
  static int say(RunChoice choice, Word word, int answered, PrintWriter out)
      throws BadInput, IOException {
    Optional<Outcome> before = choice.ended();
    if (before.isPresent()) {
      return tell(before.get(), out);
    }
    try (RunClient client = choice.connect()) {
      word.say(client);
      while (true) {
        Message message = client.next();
        if (message instanceof Message.Answer answer) {
          out.println(answer.text());
          return answered;
        } else if (message instanceof Message.End end) {
          return tell(end.outcome(), out);
        } else if (message == null) {
          // It may have ended in the moment this word came.
          Optional<Outcome> ended = choice.ended();
          if (ended.isPresent()) {
            return tell(ended.get(), out);
          }
          out.println("the run's process is gone without an end; see `safeops show`");
          return Exit.FAILED;
        }
      }
    }
  }

  private static int tell(Outcome outcome, PrintWriter out) {
    out.println(outcome.text());
    return outcome.exit();
  }
}
