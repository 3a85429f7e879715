using Halle.Live.Frames;

namespace Halle.Live.Connections;

/// <summary>
/// The way out to one browser. One message at a time, each whole; what answers a call goes before the frames that follow it. Nobody who
/// writes here ever waits: a reader that does not take a message has the rest of it kept, and nothing else.
/// </summary>
internal interface IOutlet
{
    /// <summary>How long the message in flight has been waiting for its reader; zero when none is.</summary>
    TimeSpan Waiting { get; }

    /// <summary>Called when a turn that <see cref="TryBegin"/> did not get, or <see cref="Give"/> did not end, may be had now; from anywhere, never under a lock.</summary>
    void OnFree(Action wake);

    /// <summary>Called when a message begins to wait for its reader.</summary>
    void OnWaiting(Action tell);

    /// <summary>Takes the turn for frames. False when another has it: <see cref="OnFree"/> follows. After the end always false.</summary>
    bool TryBegin();

    /// <summary>Gives a message, in turn. False when the reader has not taken it all: the turn is over and ends by itself.</summary>
    bool Give(WireMessage message);

    /// <summary>Gives the turn back.</summary>
    void End();

    /// <summary>Says a last word, when the browser takes it at once.</summary>
    void Say(WireMessage message);

    /// <summary>Called every few seconds: a browser that has been sent nothing for a while needs a ping.</summary>
    void KeepAlive();

    /// <summary>Ends the connection without another word. The rest follows as if the browser had gone.</summary>
    void Abort();
}
