package io.safeops.run.execute;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.LineChannel;
import io.safeops.transport.Result;
import io.safeops.transport.Transport;
import io.safeops.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Nodes whose Open vSwitch traces packets as a test wants it. */
final class TracingNodes {

  private static final Pattern MARK =
      Pattern.compile("^MARK=(safeops-[0-9a-f]+)$", Pattern.MULTILINE);
  private static final Pattern TRACE =
      Pattern.compile("^trace ([0-9]+) br-int '?([^'\\n]+)'?$", Pattern.MULTILINE);

  /** The packets that were traced, with their nodes. */
  final List<String> traced = Collections.synchronizedList(new ArrayList<>());

  private Answer answer = packet -> "actions 6";

  /** What becomes of a packet: {@code actions 6}, {@code actions drop}, {@code error WHY}. */
  interface Answer {
    String to(String packet) throws TransportException;
  }

  void answer(Answer other) {
    answer = other;
  }

  Transport to(String node) {
    return new Transport() {
      @Override
      public String description() {
        return "to " + node;
      }

      @Override
      public Connection open(Duration timeout) {
        return connection(node);
      }
    };
  }

  private Connection connection(String node) {
    return new Connection() {
      @Override
      public Result run(Command command, byte[] input, Duration timeout) throws TransportException {
        String script = new String(input, UTF_8);
        Matcher mark = MARK.matcher(script);
        if (!mark.find()) {
          throw new IllegalStateException("no trace: " + script);
        }
        StringBuilder out = new StringBuilder(mark.group(1) + " port 6 enp6s18\n");
        for (Matcher trace = TRACE.matcher(script); trace.find(); ) {
          traced.add(node + " " + trace.group(2));
          String[] words = answer.to(node + " " + trace.group(2)).split(" ", 2);
          String number = " " + trace.group(1) + " ";
          out.append(mark.group(1) + " " + words[0] + number + words[1] + "\n");
          out.append(mark.group(1) + " table" + number + "65\n");
        }
        return new Result(0, out.toString().getBytes(UTF_8), new byte[0]);
      }

      @Override
      public LineChannel start(Command command) {
        throw new UnsupportedOperationException();
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
  }
}
