package io.safeops.cli.terminal;

import io.safeops.cli.view.RecordedReview;
import io.safeops.review.Review;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that asks what {@code apply} asks, once a file exists: until then it reads the nodes,
 * as far as the person at the terminal can tell.
 */
final class AskedToRun {

  private AskedToRun() {}

  /**
   * @param arguments {@code run} or {@code walk}, a folder for the review, and the file
   */
  public static void main(String... arguments) throws Exception {
    Review review =
        RecordedReview.of(
            "src/lab/demo/second-localnet.yaml",
            Path.of(arguments[1]),
            List.of("paths/no-loop", "neutron-ownership/name-is-neutrons"));
    System.out.println("reading the nodes");
    while (!Files.exists(Path.of(arguments[2]))) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    boolean agrees =
        arguments[0].equals("run")
            ? ReviewQuestion.agrees(review)
            : OperatorSession.walksTo(List.of("net"));
    System.out.println(agrees ? "agreed: it runs" : "not agreed");
  }
}
