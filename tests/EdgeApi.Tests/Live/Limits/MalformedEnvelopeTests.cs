using System.Buffers;
using System.Text;
using Halle.Live.Limits;
using Microsoft.AspNetCore.SignalR;

namespace Halle.Tests.Live.Limits;

/// <summary>What cannot be read is the sender's fault, whatever the reader underneath calls it: a fault of ours would be an error in the log for each.</summary>
public sealed class MalformedEnvelopeTests
{
    [Theory(DisplayName = "[LI16] E11 E20: half a surrogate pair in the envelope is malformed, and no fault of the server")]
    [InlineData("""{"type":1,"invocationId":"\ud800","target":"Leave","arguments":["booth:stand-demo"]}""")]
    [InlineData("""{"type":1,"invocationId":"1","target":"\udc00","arguments":[]}""")]
    [InlineData("""{"type":3,"invocationId":"\udc00","result":1}""")]
    public void Half_a_pair_is_malformed(string envelope)
    {
        var bytes = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(envelope + "\u001e"));

        Assert.Throws<InvalidDataException>(() => new LiveHubProtocol().TryParseMessage(ref bytes, new Binder(), out _));
    }

    private sealed class Binder : IInvocationBinder
    {
        public Type GetReturnType(string invocationId) => typeof(object);

        public IReadOnlyList<Type> GetParameterTypes(string methodName) => [typeof(string)];

        public Type GetStreamItemType(string streamId) => typeof(object);
    }
}
