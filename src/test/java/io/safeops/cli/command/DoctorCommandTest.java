package io.safeops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.view.Exit;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.DatabaseStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code safeops doctor} says of a cluster that it could not read whole. */
class DoctorCommandTest {

  @TempDir Path dir;

  /** Seen in the lab, with ovsdb-server stopped: "no fault found", exit 0. */
  @Test
  void whatCouldNotBeReadIsSaidAndIsNotWell() throws Exception {
    Path facts = dir.resolve("facts.json");
    FactsFile.save(RecordedNodes.cluster(), facts);
    String problem = "Open_vSwitch could not be read: it did not answer in time";
    String whole = Files.readString(facts);
    String broken =
        whole.replaceFirst("\"problems\"\\s*:\\s*\\[\\s*]", "\"problems\": [\"" + problem + "\"]");
    assertThat(broken).isNotEqualTo(whole);
    Files.writeString(facts, broken);

    StringWriter out = new StringWriter();
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .execute("doctor", "--facts", facts.toString(), "--format", "json");
    assertThat(out.toString()).contains(problem);
    assertThat(exit).isNotEqualTo(Exit.OK);

    StringWriter text = new StringWriter();
    Main.commandLine().setOut(new PrintWriter(text)).execute("doctor", "--facts", facts.toString());
    assertThat(text.toString()).contains("UNREAD ", problem, "; 1 could be read only in part");
  }

  private String doctor(Cluster cluster) throws Exception {
    Path facts = dir.resolve("facts.json");
    FactsFile.save(cluster, facts);
    StringWriter text = new StringWriter();
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(text))
            .execute("doctor", "--facts", facts.toString());
    assertThat(exit).isNotEqualTo(Exit.OK);
    return text.toString();
  }

  @Test
  void routersThatCouldNotBeReadAreNamed() throws Exception {
    Cluster cluster = RecordedNodes.cluster();
    DatabaseStatus status =
        cluster.northbound().orElseThrow().toBuilder()
            .unread(Optional.of(Map.of(DatabaseStatus.ROUTERS, "row P1 is odd")))
            .build();
    assertThat(doctor(cluster.withDatabases(Optional.of(status), cluster.southbound())))
        .contains(
            "UNREAD logical routers of the Northbound: row P1 is odd",
            "; a database could not be read whole");
  }

  @Test
  void aDatabaseThatCouldNotBeReadIsNamed() throws Exception {
    Cluster cluster = RecordedNodes.cluster();
    DatabaseStatus status = cluster.northbound().orElseThrow().unreadable("row S1 is odd");
    assertThat(doctor(cluster.withDatabases(Optional.of(status), cluster.southbound())))
        .contains("UNREAD the Northbound: row S1 is odd", "; a database could not be read whole");
    assertThat(doctor(cluster.withDatabases(cluster.northbound(), Optional.empty())))
        .contains("UNREAD the Southbound: no central node answered");
  }
}
