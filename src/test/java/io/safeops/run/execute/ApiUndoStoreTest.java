package io.safeops.run.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.safeops.action.ApiChange;
import io.safeops.action.ApiUndo;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.OpenStackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What undoes a run's own changes, on the disk of its machine. */
class ApiUndoStoreTest {

  @TempDir private Path directory;

  @Test
  void theLastStepIsUndoneFirstAndAStepKeepsItsLastUndo() throws IOException {
    ApiUndoStore book = new ApiUndoStore(directory);
    book.keep(2, new TextNode("second"));
    book.keep(10, new TextNode("tenth"));
    book.keep(2, new TextNode("second, further on"));
    assertThat(new ApiUndoStore(directory).kept())
        .extracting(JsonNode::asText)
        .containsExactly("tenth", "second, further on");
  }

  @Test
  void whatIsForgottenIsGone() throws IOException {
    ApiUndoStore book = new ApiUndoStore(directory);
    book.keep(1, new TextNode("first"));
    assertThat(book.mayHoldAny()).isTrue();
    book.forget();
    assertThat(new ApiUndoStore(directory).mayHoldAny()).isFalse();
  }

  /** On a full disk there is no space for another file, and the undo must go on. */
  @Test
  void aStoreThatKeepsSomethingIsClosedWithoutAnotherFile() throws IOException {
    ApiUndoStore book = new ApiUndoStore(directory);
    book.keep(1, new TextNode("first"));
    int files = directory.toFile().list().length;
    book.close();
    assertThat(directory.toFile().list()).hasSize(files);
    assertThatThrownBy(() -> new ApiUndoStore(directory).keep(2, new TextNode("second")))
        .hasMessage("the run is being undone");
    assertThat(new ApiUndoStore(directory).kept()).hasSize(1);
  }

  /** A process whose run is being recovered makes no more requests to the API. */
  @Test
  void noChangeBeginsOnceTheRunIsBeingUndone() throws IOException {
    new ApiUndoStore(directory).close();
    Change change = new Change();
    ApiChanges work = new ApiChanges(() -> new NetworkApi(null, null), new ApiUndoStore(directory));
    assertThatThrownBy(() -> work.make(1, change)).hasMessage("the run is being undone");
    assertThat(change.made).isFalse();
  }

  @Test
  void aChangeThatCannotBeKeptIsNotMade() throws IOException {
    Path gone = directory.resolve("gone");
    Files.createDirectory(gone);
    Change change = new Change();
    change.first = () -> Files.move(gone, directory.resolve("elsewhere"));
    ApiChanges work = new ApiChanges(() -> new NetworkApi(null, null), new ApiUndoStore(gone));
    assertThatThrownBy(() -> work.make(1, change)).isInstanceOf(IOException.class);
    assertThat(change.made).isFalse();
  }

  @Test
  void aChangeIsOnDiskBeforeItIsMadeAndWhyItFailedIsTold() throws IOException {
    Change change = new Change();
    ApiUndoStore book = new ApiUndoStore(directory);
    change.then =
        () -> {
          assertThat(new ApiUndoStore(directory).kept())
              .extracting(JsonNode::asText)
              .containsExactly("kept");
          throw new OpenStackException("409: floating IPs use it");
        };
    ApiChanges work = new ApiChanges(() -> new NetworkApi(null, null), book);
    assertThat(work.make(1, change).objections()).containsExactly("409: floating IPs use it");
    assertThat(work.hasChanged()).isTrue();
  }

  @Test
  void aStoreThatCannotBeReadMayHoldSomething() {
    ApiChanges work =
        new ApiChanges(
            () -> new NetworkApi(null, null), new ApiUndoStore(directory.resolve("none")));
    assertThat(work.hasChanged()).isTrue();
  }

  private interface Does {
    void it() throws OpenStackException, IOException;
  }

  private static final class Change implements ApiChange {
    private Does first = () -> {};
    private Does then = () -> {};
    private boolean made;

    @Override
    public void act(NetworkApi api, Keeper keeper) throws OpenStackException, IOException {
      first.it();
      keeper.keep(new Undo());
      made = true;
      then.it();
    }
  }

  private record Undo() implements ApiUndo {
    @Override
    public JsonNode record() {
      return new TextNode("kept");
    }

    @Override
    public List<String> restore(NetworkApi api) {
      return List.of();
    }
  }
}
