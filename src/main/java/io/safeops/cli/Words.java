package io.safeops.cli;

import io.safeops.run.RunClient;
import io.safeops.run.RunClient.Message;
import java.io.IOException;
import java.io.PrintWriter;

/** Says one word to a run and waits for the answer, or for the end when the answer is the end. */
final class Words {

  /** A word of the operator. */
  interface Word {
    void say(RunClient client) throws IOException;
  }

  private Words() {}

  /**
   * @return the run's exit status when it ended, else {@code answered}
   */
  static int say(RunChoice choice, Word word, int answered, PrintWriter out)
      throws BadInput, IOException {
    try (RunClient client = choice.connect()) {
      word.say(client);
      while (true) {
        Message message = client.next();
        if (message instanceof Message.Answer answer) {
          out.println(answer.text());
          return answered;
        } else if (message instanceof Message.End end) {
          out.println(end.outcome().text());
          return end.outcome().exit();
        } else if (message == null) {
          out.println("the run's process is gone without an end; see `safeops show`");
          return Exit.FAILED;
        }
      }
    }
  }
}
