package io.safeops.cli.command;

import io.safeops.cli.command.FactsCollection.Collected;
import io.safeops.cli.option.PlanOptions;
import io.safeops.cli.terminal.Passphrases;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.ReviewView;
import io.safeops.facts.file.FactsFile;
import io.safeops.review.Review;
import io.safeops.run.coordinate.Forecast;
import io.safeops.session.MeasuredTimes;
import io.safeops.session.PreparedRequest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code safeops review}: the dry run. */
@Command(
    name = "review",
    description = "Show what a plan would do and what the rules say. Touches nothing.",
    mixinStandardHelpOptions = true)
final class ReviewCommand implements Callable<Integer> {

  @Mixin private PlanOptions plan;
  @Mixin private Format format;

  @Option(
      names = "--facts",
      paramLabel = "FILE",
      description = "Use the facts in this file; no node is contacted.")
  private @Nullable Path facts;

  @Override
  public Integer call() throws Exception {
    PreparedRequest preparedRequest = PreparedRequest.of(plan.request(false));
    Collected seen =
        facts != null
            ? new Collected(FactsFile.load(facts), MeasuredTimes.UNKNOWN)
            : FactsCollection.collect(preparedRequest, Passphrases.ofTerminal());
    Review review = preparedRequest.reviewer().review(preparedRequest.plan(), seen.cluster());
    Forecast forecast = Forecast.of(review, seen.measuredTimes());
    ReviewView.of(format, plan.inventoryAsTyped()).show(review, forecast);
    return review.passes() && forecast.fits() ? Exit.OK : Exit.REFUSED;
  }
}
