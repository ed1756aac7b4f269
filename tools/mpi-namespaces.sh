#!/usr/bin/env bash
# Runs a program as two ranks of Open MPI on two network namespaces of this machine, joined by a link of a given rate and latency:
#   tools/mpi-namespaces.sh [--rate 1gbit] [--delay 0.5ms] [--] PROGRAM ARGUMENTS...
# Each rank is bound to one processor, has a host name of its own and reaches the other over TCP alone. For root, since namespaces are;
# needs iproute2, util-linux, Open MPI, and Python where the kernel has no netem.
set -euo pipefail

rate=1gbit delay=0.5ms
while [ $# -gt 0 ]; do
    case $1 in
        --rate) rate=$2 && shift 2 ;;
        --delay) delay=$2 && shift 2 ;;
        --) shift && break ;;
        -*) echo "What is $1? See the head of $0." >&2 && exit 2 ;;
        *) break ;;
    esac
done
[ $# -gt 0 ] || { echo "No program to run; see the head of $0." >&2 && exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "Only root can make network namespaces." >&2 && exit 1; }
for tool in ip tc unshare mpirun.openmpi; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed." >&2 && exit 1; }
done

# Names of this run's own: two runs at once do not meet.
id=$$ scratch=$(mktemp -d)
first=rnn$id-a second=rnn$id-b link=rnn$id
finish() {
    exec 3>&- || true
    ip netns delete "$first" 2>/dev/null || true
    ip netns delete "$second" 2>/dev/null || true
    rm -rf "$scratch"
}
trap finish EXIT

# What leaves is shaped: each way has the rate, and a message and its answer have the latency twice.
ip netns add "$first"
ip netns add "$second"
ip link add "$link" netns "$first" type veth peer name "$link" netns "$second"
shape() { # shape QDISC...: on both ends
    ip netns exec "$first" tc qdisc add dev "$link" root "$@" && ip netns exec "$second" tc qdisc add dev "$link" root "$@"
}
open() { # open NAMESPACE ADDRESS
    ip -n "$1" address add "$2/24" dev "$link"
    ip -n "$1" link set lo up
    ip -n "$1" link set "$link" up
}
if shape netem rate "$rate" delay "$delay" limit 100000 2>"$scratch/netem"; then
    open "$first" 10.77.0.1
    open "$second" 10.77.0.2
else
    # A kernel without netem: its token bucket has the rate, and packets, few and large, take the way through a program that holds them.
    echo "No netem in this kernel ($(tail -n 1 "$scratch/netem")); tbf and tools/link-delay.py instead." >&2
    ip -n "$first" link delete "$link"
    for name in "$first" "$second"; do
        ip -n "$name" tuntap add dev "$link" mode tun
        ip -n "$name" link set "$link" mtu 65000 txqueuelen 1000
    done
    mkfifo "$scratch/stop"
    python3 "$(dirname "$0")/link-delay.py" "$first" "$second" "$link" "${delay%ms}" <"$scratch/stop" >"$scratch/open" &
    exec 3>"$scratch/stop"
    for _ in $(seq 100); do
        grep -q open "$scratch/open" && break
        sleep 0.05
    done
    grep -q open "$scratch/open" || { echo "tools/link-delay.py did not start." >&2 && exit 1; }
    open "$first" 10.77.0.1
    open "$second" 10.77.0.2
    shape tbf rate "$rate" burst 130kb latency 500ms
fi

# What mpirun starts on the other host: "agent HOST COMMAND", as ssh would. A host name of its own, or Open MPI takes both for one machine.
cat >"$scratch/agent" <<AGENT
#!/usr/bin/env bash
shift
exec ip netns exec $second unshare --uts sh -c "hostname $second; \$*"
AGENT
chmod +x "$scratch/agent"

export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
run=(mpirun.openmpi --host "10.77.0.1:1,10.77.0.2:1" -n 2 --mca plm_rsh_agent "$scratch/agent" --mca pml ob1 --mca btl "tcp,self"
    --mca btl_tcp_if_include 10.77.0.0/24 --mca oob_tcp_if_include 10.77.0.0/24 --bind-to none "$@")
ip netns exec "$first" unshare --uts sh -c 'hostname "$0" && exec "$@"' "$first" "${run[@]}"
